// y (D) = the row of the token.
fn embed(local: u32, y: u32, weight: u32, D: u32, V: i32) {
  let row = weight + u32(clamp(token, 0, V - 1)) * D;
  for (var i = local; i < D; i += GROUP) {
    workspace[y + i] = parameters[row + i];
  }
}
