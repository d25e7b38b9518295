// y = a · sigmoid(b) (+ residual), with a the first half of a row of x and b the second.
//#import sigmoid
@group(0) @binding(1) var<storage, read> x: array<f32>;         // (rows, 2D)
@group(0) @binding(2) var<storage, read> residual: array<f32>;  // (rows, D)
@group(0) @binding(3) var<storage, read_write> y: array<f32>;   // (rows, D)

//#each 64 of dims.rows * dims.D
fn each(i: u32) {
  let at = i + i / dims.D * dims.D;
  var sum = 0.0;
  if (dims.has_residual != 0u) {
    sum = residual[i];
  }
  y[i] = sum + x[at] * sigmoid(x[at + dims.D]);
}
