// dx (+)= mask · dy · scale, with the mask of forward.
//#permutation dropout_backward
//#permutation dropout_backward_vec4 VEC4
//#import dropout_factor
@group(0) @binding(1) var<storage, read> dy: array<Element>;        // (n)
@group(0) @binding(2) var<storage, read> draw: array<i32>;          // seed, step, whether to drop
@group(0) @binding(3) var<storage, read_write> dx: array<Element>;  // (n)

//#each 64 of dims.n / WIDTH
fn each(i: u32) {
  let pulled = dy[i] * dropout_factor(u32(draw[0]), u32(draw[1]), draw[2], i);
  dx[i] = select(pulled, dx[i] + pulled, (dims.accumulate & 1u) != 0u);
}
