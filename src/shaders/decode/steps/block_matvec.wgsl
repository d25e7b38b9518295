fn block_matvec(local: u32, x: u32, weight: u32, bias: i32, W: u32, n: u32, input_first: u32, y: u32) {
  for (var column = local; column < W; column += GROUP) {
    let block = column / n * n;
    let own = column - block;
    var sum = 0.0;
    if (bias >= 0) {
      sum = parameters[u32(bias) + column];
    }
    for (var k = 0u; k < n; k++) {
      sum += workspace[x + block + k] * parameters[weight + block * n + select(own * n + k, k * n + own, input_first != 0u)];
    }
    workspace[y + column] = sum;
  }
}
