//#import sigmoid
//#import gelu_tanh
fn gelu_gate(local: u32, x: u32, gate: u32, W: u32, y: u32) {
  for (var i = local; i < W; i += GROUP) {
    workspace[y + i] = workspace[x + i] * gelu_tanh(workspace[gate + i]).x;
  }
}
