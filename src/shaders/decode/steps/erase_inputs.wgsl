//#import sigmoid
fn erase_inputs(
  local: u32, values: u32, gated: u32, k_k: u32, k_a: u32, r_k: u32, H: u32, K: u32, keys: u32, gates: u32,
) {
  let D = H * K;
  for (var h = local; h < H; h += GROUP) {
    var squares = 0.0;
    for (var column = h * K; column < (h + 1u) * K; column++) {
      let own = workspace[values + D + column] * parameters[k_k + column];
      squares += own * own;
    }
    let length = max(sqrt(squares), 1e-12);
    var bonus = 0.0;
    for (var column = h * K; column < (h + 1u) * K; column++) {
      let r = workspace[values + column];
      let k = workspace[values + D + column];
      let rate = sigmoid(workspace[gated + D + column]);
      let read = k * parameters[k_k + column] / length;
      let key = k * (1.0 + (rate - 1.0) * parameters[k_a + column]);
      workspace[keys + column] = r;
      workspace[keys + D + column] = read;
      workspace[keys + 2u * D + column] = read * rate;
      workspace[keys + 3u * D + column] = key;
      workspace[gates + column] = exp(-0.6065306597126334 * sigmoid(workspace[gated + column]));
      workspace[gated + 3u * D + column] = workspace[values + 2u * D + column];
      bonus += r * key * parameters[r_k + column];
    }
    workspace[gated + 4u * D + h] = bonus;
  }
}
