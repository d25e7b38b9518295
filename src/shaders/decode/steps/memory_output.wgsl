//#import sigmoid
fn memory_output(
  local: u32, sums: u32, u: u32, z: u32, m: u32, weight: u32, skip: u32, E: u32, H: u32, y: u32,
) {
  let n = E / H;
  for (var column = local; column < E; column += GROUP) {
    let h = column / n;
    let first = sums + h * (n + 1u);
    let total = max(abs(workspace[first + n]), exp(min(-workspace[m + h], 88.0))) + 1e-6;
    var mean = 0.0;
    for (var j = 0u; j < n; j++) {
      mean += workspace[first + j] / total;
    }
    mean /= f32(n);
    var squares = 0.0;
    for (var j = 0u; j < n; j++) {
      let away = workspace[first + j] / total - mean;
      squares += away * away;
    }
    let normed = (workspace[first + column % n] / total - mean) * inverseSqrt(squares / f32(n) + 1e-5);
    let gate = workspace[z + column];
    let value = normed * (1.0 + parameters[weight + column]) + parameters[skip + column] * workspace[u + column];
    workspace[y + column] = value * gate * sigmoid(gate);
  }
}
