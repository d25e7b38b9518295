// y = mask · x · scale (+ residual).
//#permutation dropout
//#permutation dropout_vec4 VEC4
//#import dropout_factor
@group(0) @binding(1) var<storage, read> x: array<Element>;         // (n)
@group(0) @binding(2) var<storage, read> residual: array<Element>;  // (n)
@group(0) @binding(3) var<storage, read> draw: array<i32>;          // seed, step, whether to drop
@group(0) @binding(4) var<storage, read_write> y: array<Element>;   // (n)

//#each 64 of dims.n / WIDTH
fn each(i: u32) {
  var sum = Element();
  if (dims.has_residual != 0u) {
    sum = residual[i];
  }
  y[i] = sum + x[i] * dropout_factor(u32(draw[0]), u32(draw[1]), draw[2], i);
}
