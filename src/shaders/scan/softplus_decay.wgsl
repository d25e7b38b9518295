// Gates of matrix_scan from one number for each head: w = softplus(x + bias), ln a = -exp(A_log) w.
//#import softplus
@group(0) @binding(1) var<storage, read> values: array<f32>;       // (rows, stride): columns x
@group(0) @binding(2) var<storage, read> bias: array<f32>;         // (H)
@group(0) @binding(3) var<storage, read> A_log: array<f32>;        // (H)
@group(0) @binding(4) var<storage, read_write> gates: array<f32>;  // (rows, 2H): ln a, then w

//#each 64 of dims.rows * dims.H
fn each(i: u32) {
  let row = i / dims.H;
  let head = i % dims.H;
  let weight = softplus(values[row * dims.stride + dims.x + head] + bias[head]);
  gates[row * 2u * dims.H + head] = -exp(A_log[head]) * weight;
  gates[row * 2u * dims.H + dims.H + head] = weight;
}
