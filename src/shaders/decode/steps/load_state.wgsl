fn load_state(local: u32, sequence: u32, source: u32, n: u32, y: u32) {
  for (var i = local; i < n; i += GROUP) {
    workspace[y + i] = state[source + sequence * n + i];
  }
}
