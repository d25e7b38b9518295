fn delta_scan(
  local: u32, sequence: u32, q: u32, k: u32, v: u32, b: u32, a: i32, H: u32, K: u32, V: u32, R: u32, S: u32, y: u32,
) {
  for (var column = local; column < H * V; column += GROUP) {
    let head = column / V;
    let first = S + (sequence * H + head) * K * V + column % V;
    var kept = 1.0;
    if (a >= 0) {
      kept = exp(workspace[u32(a) + head]);
    }
    var sum = 0.0;
    for (var r = 0u; r < R; r++) {
      let key = k + (r * H + head) * K;
      var held = 0.0;
      for (var i = 0u; i < K; i++) {
        held += workspace[key + i] * state[first + i * V];
      }
      let written = workspace[b + r * H + head] * (workspace[v + r * H * V + column] - kept * held);
      sum = 0.0;
      for (var i = 0u; i < K; i++) {
        let element = kept * state[first + i * V] + workspace[key + i] * written;
        state[first + i * V] = element;
        sum += element * workspace[q + head * K + i];
      }
      kept = 1.0;
    }
    workspace[y + column] = sum;
  }
}
