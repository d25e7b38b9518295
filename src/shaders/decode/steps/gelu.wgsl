//#import normal_cdf
fn gelu(local: u32, x: u32, n: u32, y: u32) {
  for (var i = local; i < n; i += GROUP) {
    workspace[y + i] = workspace[x + i] * normal_cdf(workspace[x + i]);
  }
}
