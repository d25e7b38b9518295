//#import softplus
fn log_sigmoid(local: u32, x: u32, n: u32, scale: f32) {
  for (var i = x + local; i < x + n; i += GROUP) {
    workspace[i] = -scale * softplus(-workspace[i]);
  }
}
