fn matrix_scan(
  local: u32, sequence: u32, q: u32, k: u32, v: u32, gates: i32, of_keys: u32, H: u32, G: u32, K: u32, V: u32,
  counts: u32, S: u32, y: u32,
) {
  for (var row = local; row < H * V; row += GROUP) {
    let head = row / V;
    let shared_by = head * G / H * K;
    let first = S + (sequence * H * V + row) * K;
    var value = 1.0;
    if (row % V < V - counts) {
      value = workspace[v + row - head * counts];
    }
    var kept = 1.0;
    if (gates >= 0 && of_keys == 0u) {
      kept = exp(workspace[u32(gates) + head]);
      value *= workspace[u32(gates) + H + head];
    }
    var sum = 0.0;
    for (var i = 0u; i < K; i++) {
      if (gates >= 0 && of_keys == 1u) {
        kept = exp(workspace[u32(gates) + head * K + i]);
      }
      let element = kept * state[first + i] + workspace[k + shared_by + i] * value;
      state[first + i] = element;
      sum += element * workspace[q + shared_by + i];
    }
    workspace[y + row] = sum;
  }
}
