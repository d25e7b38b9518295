//#import sigmoid
fn swiglu(local: u32, x: u32, F: u32, y: u32) {
  for (var i = local; i < F; i += GROUP) {
    let gate = workspace[x + F + i];
    workspace[y + i] = workspace[x + i] * gate * sigmoid(gate);
  }
}
