//#import sigmoid
fn head_norm(local: u32, y: u32, z: i32, weight: u32, H: u32, V: u32, eps: f32) {
  for (var head = local; head < H; head += GROUP) {
    let first = y + head * V;
    var squares = 0.0;
    for (var j = 0u; j < V; j++) {
      squares += workspace[first + j] * workspace[first + j];
    }
    let scale = inverseSqrt(squares / f32(V) + eps);
    for (var j = 0u; j < V; j++) {
      var own = workspace[first + j] * scale * parameters[weight + j];
      if (z >= 0) {
        let gate = workspace[u32(z) + head * V + j];
        own *= gate * sigmoid(gate);
      }
      workspace[first + j] = own;
    }
  }
}
