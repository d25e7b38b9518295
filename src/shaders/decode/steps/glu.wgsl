//#import sigmoid
fn glu(local: u32, x: u32, n: u32, y: u32, adds: u32) {
  for (var i = local; i < n; i += GROUP) {
    put(y + i, adds, workspace[x + i] * sigmoid(workspace[x + n + i]));
  }
}
