//#import sigmoid
//#import gelu_tanh
fn skip_gelu(local: u32, s: u32, x: u32, skip: u32, D: u32, y: u32) {
  for (var d = local; d < D; d += GROUP) {
    workspace[y + d] = gelu_tanh(workspace[s + d] + parameters[skip + d] * workspace[x + d]).x;
  }
}
