// y = x gelu(gate), columns of the same rows.
//#import sigmoid
//#import gelu_tanh
@group(0) @binding(1) var<storage, read> values: array<f32>;   // (rows, stride): W columns from x and gate on
@group(0) @binding(2) var<storage, read_write> y: array<f32>;  // (rows, W)

//#each 64 of dims.rows * dims.W
fn each(i: u32) {
  let at = i / dims.W * dims.stride + i % dims.W;
  y[i] = values[at + dims.x] * gelu_tanh(values[at + dims.gate]).x;
}
