// A row of S has a key; an invocation walks a column.
fn erase_scan(
  local: u32, sequence: u32, keys: u32, gates: u32, v: u32, H: u32, K: u32, V: u32, S: u32, y: u32,
) {
  let D = H * K;
  let end = K * V;
  for (var own = local; own < H * V; own += GROUP) {
    let query = keys + own / V * K;
    let decay = gates + own / V * K;
    let place = S + (sequence * H + own / V) * end + own % V;
    var held = 0.0;
    for (var row = 0u; row < end; row += V) {
      held += workspace[query + D + row / V] * state[place + row];
    }
    var shown = 0.0;
    for (var row = 0u; row < end; row += V) {
      let at = query + row / V;
      let next = workspace[decay + row / V] * state[place + row] - workspace[at + 2u * D] * held;
      state[place + row] = next + workspace[at + 3u * D] * workspace[v + own];
      shown += state[place + row] * workspace[at];
    }
    workspace[y + own] = shown;
  }
}
