//#import sigmoid
fn short_conv(
  local: u32, sequence: u32, x: u32, weight: u32, bias: i32, E: u32, K: u32, plain: u32, time_first: u32, window: u32, y: u32,
) {
  for (var e = local; e < E; e += GROUP) {
    let kept = window + (sequence * E + e) * (K - 1u);
    let taps = weight + select(e * K, e, time_first != 0u);
    let step = select(1u, E, time_first != 0u);
    var sum = workspace[x + e] * parameters[taps + (K - 1u) * step];
    for (var k = 0u; k + 1u < K; k++) {
      let earlier = state[kept + k];
      sum += earlier * parameters[taps + k * step];
      if (k > 0u) {
        state[kept + k - 1u] = earlier;
      }
    }
    if (K > 1u) {
      state[kept + K - 2u] = workspace[x + e];
    }
    if (bias >= 0) {
      sum += parameters[u32(bias) + e];
    }
    workspace[y + e] = select(sum * sigmoid(sum), sum, plain != 0u);
  }
}
