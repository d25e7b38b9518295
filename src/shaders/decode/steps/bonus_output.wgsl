fn bonus_output(
  local: u32, y: u32, gated: u32, weight: u32, bias: u32, eps: f32, D: u32, H: u32, out: u32,
) {
  let n = D / H;
  for (var column = local; column < D; column += GROUP) {
    let first = y + column - column % n;
    var mean = 0.0;
    for (var k = first; k < first + n; k++) {
      mean += workspace[k];
    }
    mean /= f32(n);
    var squares = 0.0;
    for (var k = first; k < first + n; k++) {
      squares += (workspace[k] - mean) * (workspace[k] - mean);
    }
    let normed = (workspace[y + column] - mean) * inverseSqrt(squares / f32(n) + eps);
    let at = gated + 2u * D + column;
    let bonus = workspace[gated + 4u * D + column / n] * workspace[at + D];
    workspace[out + column] = (normed * parameters[weight + column] + parameters[bias + column] + bonus) * workspace[at];
  }
}
