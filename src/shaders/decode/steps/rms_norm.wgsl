fn rms_norm(local: u32, x: u32, weight: u32, D: u32, eps: f32, y: u32) {
  var squares = 0.0;
  for (var i = 0u; i < D; i++) {
    squares += workspace[x + i] * workspace[x + i];
  }
  let scale = inverseSqrt(squares / f32(D) + eps);
  for (var i = local; i < D; i += GROUP) {
    workspace[y + i] = workspace[x + i] * scale * parameters[weight + i];
  }
}
