// y = u · silu(gate), with u the first half of a row of x and gate the second.
//#permutation swiglu
//#permutation swiglu_vec4 VEC4
//#import element_sigmoid
@group(0) @binding(1) var<storage, read> x: array<Element>;        // (rows, 2F)
@group(0) @binding(2) var<storage, read_write> y: array<Element>;  // (rows, F)

//#each 64 of dims.rows * dims.F / WIDTH
fn each(i: u32) {
  let width = dims.F / WIDTH;
  let at = i + i / width * width;
  let gate = x[at + width];
  y[i] = x[at] * gate * opening(gate);
}
