// Adjoint of gelu_gate: dx = dy gelu(gate), dgate = dy x gelu'(gate).
//#import sigmoid
//#import gelu_tanh
@group(0) @binding(1) var<storage, read> values: array<f32>;         // (rows, stride)
@group(0) @binding(2) var<storage, read> dy: array<f32>;             // (rows, W)
@group(0) @binding(3) var<storage, read_write> dvalues: array<f32>;  // (rows, d_stride): writes columns dx and dgate

//#each 64 of dims.rows * dims.W
fn each(i: u32) {
  let at = i / dims.W * dims.stride + i % dims.W;
  let own = i / dims.W * dims.d_stride + i % dims.W;
  let bent = gelu_tanh(values[at + dims.gate]);
  dvalues[own + dims.dx] = dy[i] * bent.x;
  dvalues[own + dims.dgate] = dy[i] * values[at + dims.x] * bent.y;
}
