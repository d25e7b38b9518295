//#import safe_tanh
//#import sigmoid
fn tanh_gate(local: u32, x: u32, n: u32, y: u32) {
  for (var i = local; i < n; i += GROUP) {
    workspace[y + i] = safe_tanh(workspace[x + i]) * sigmoid(workspace[x + n + i]);
  }
}
