// y = gelu(s + skip x).
//#import sigmoid
//#import gelu_tanh
@group(0) @binding(1) var<storage, read> s: array<f32>;        // (rows, D)
@group(0) @binding(2) var<storage, read> x: array<f32>;        // (rows, D)
@group(0) @binding(3) var<storage, read> skip: array<f32>;     // (D)
@group(0) @binding(4) var<storage, read_write> y: array<f32>;  // (rows, D)

//#each 64 of dims.rows * dims.D
fn each(i: u32) {
  y[i] = gelu_tanh(s[i] + skip[i % dims.D] * x[i]).x;
}
