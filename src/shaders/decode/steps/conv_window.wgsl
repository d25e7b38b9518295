// y (D, K): what the taps of a dilated convolution see. Then the token enters the queue.
fn conv_window(
  local: u32, sequence: u32, position: u32, x: u32, D: u32, K: u32, dilation: u32, slots: u32, queue: u32, y: u32,
) {
  let own = queue + sequence * slots * D;
  for (var d = local; d < D; d += GROUP) {
    let window = y + d * K;
    for (var k = 0u; k + 1u < K; k++) {
      let shift = (K - 1u - k) * dilation;
      var earlier = 0.0;
      if (position >= shift) {
        earlier = state[own + (position - shift) % slots * D + d];
      }
      workspace[window + k] = earlier;
    }
    let newest = workspace[x + d];
    workspace[window + K - 1u] = newest;
    state[own + position % slots * D + d] = newest;
  }
}
