// y = u · silu(gate), with u the first half of a row of x and gate the second.
//#import sigmoid
@group(0) @binding(1) var<storage, read> x: array<f32>;        // (rows, 2F)
@group(0) @binding(2) var<storage, read_write> y: array<f32>;  // (rows, F)

//#each 64 of dims.rows * dims.F
fn each(i: u32) {
  let at = i + i / dims.F * dims.F;
  let gate = x[at + dims.F];
  y[i] = x[at] * gate * sigmoid(gate);
}
