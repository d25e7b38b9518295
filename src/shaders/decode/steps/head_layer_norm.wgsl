// y may not be where x is.
fn head_layer_norm(local: u32, x: u32, weight: u32, D: u32, n: u32, eps: f32, y: u32, adds: u32) {
  for (var d = local; d < D; d += GROUP) {
    let first = x + d - d % n;
    var mean = 0.0;
    for (var k = 0u; k < n; k++) {
      mean += workspace[first + k];
    }
    mean /= f32(n);
    var squares = 0.0;
    for (var k = 0u; k < n; k++) {
      squares += (workspace[first + k] - mean) * (workspace[first + k] - mean);
    }
    let scale = inverseSqrt(squares / f32(n) + eps);
    put(y + d, adds, (workspace[x + d] - mean) * scale * (1.0 + parameters[weight + d]));
  }
}
