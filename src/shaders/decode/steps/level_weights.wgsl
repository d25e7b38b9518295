//#import softplus
fn level_weights(local: u32, x: u32, scale: u32, n: u32) {
  for (var i = local; i < n; i += GROUP) {
    workspace[x + i] = softplus(parameters[scale + i] * workspace[x + i]);
  }
}
