//#import levels_at
//#import level_step
fn level_scan(
  local: u32, sequence: u32, position: u32, q: u32, k: u32, v: u32, weights: u32, gates: u32, H: u32, G: u32, K: u32, V: u32,
  levels: u32, S: u32, y: u32,
) {
  let step = H * V * K;
  let reached = levels_at(position, levels);
  for (var row = local; row < H * V; row += GROUP) {
    let head = row / V;
    let shared_by = head * G / H * K;
    let first = S + sequence * levels * step + row * K;
    let kept = exp(workspace[gates + head]);
    let value = workspace[gates + H + head] * workspace[v + row];
    var sum = 0.0;
    for (var i = 0u; i < K; i++) {
      var merged = 0.0;
      var read = 0.0;
      for (var l = 0u; l <= reached.y; l++) {
        let place = first + l * step + i;
        let own = level_step(state[place], l, reached.x, &merged, kept, value * workspace[k + shared_by + i]);
        state[place] = own;
        read += workspace[weights + head * levels + l] * own;
      }
      sum += read * workspace[q + shared_by + i];
    }
    workspace[y + row] = sum;
  }
}
