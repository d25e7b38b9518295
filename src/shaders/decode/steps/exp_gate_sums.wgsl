fn exp_gate_sums(local: u32, sequence: u32, gates: u32, weight: u32, bias: u32, D: u32, n: u32, y: u32) {
  for (var column = local; column < 4u * D; column += GROUP) {
    let d = column % D;
    let head = d - d % n;
    let taps = weight + (head * 4u + column / D * n + d % n) * n;
    var sum = parameters[bias + column];
    for (var k = 0u; k < n; k++) {
      sum += parameters[taps + k] * state[y + sequence * D + head + k];
    }
    workspace[gates + column] += sum;
  }
  storageBarrier();
}
