fn shift_cell(local: u32, sequence: u32, k: u32, B: u32, C: u32, skip: u32, D: u32, N: u32, places: u32, y: u32) {
  for (var d = local; d < D; d += GROUP) {
    let input = workspace[k + d];
    let kept = places + (sequence * D + d) * N;
    var sum = parameters[skip + d] * input;
    for (var left = N; left > 0u; left--) {
      let place = left - 1u;
      var next = parameters[B + d * N + place] * input;
      if (place > 0u) {
        next += state[kept + place - 1u];
      }
      state[kept + place] = next;
      sum += parameters[C + d * N + place] * next;
    }
    workspace[y + d] = sum;
  }
}
