//#import sigmoid
//#import safe_tanh
fn matvec_turned(local: u32, x: u32, K: u32, weight: u32, rows: u32, bias: i32, curve: u32, y: u32) {
  for (var row = local; row < rows; row += GROUP) {
    var sum = 0.0;
    if (bias >= 0) {
      sum = parameters[u32(bias) + row];
    }
    for (var k = 0u; k < K; k++) {
      sum += workspace[x + k] * parameters[weight + k * rows + row];
    }
    if (curve == 1u) {
      sum = safe_tanh(sum);
    }
    if (curve == 2u) {
      sum = sigmoid(sum);
    }
    workspace[y + row] = sum;
  }
}
