//#import sigmoid
//#import softplus
fn delta_inputs(
  local: u32, q: u32, k: u32, b: u32, a: i32, A_log: u32, bias: u32, H: u32, K: u32, R: u32, most: f32,
) {
  for (var head = local; head < (1u + R) * H; head += GROUP) {
    var first = q + head * K;
    var width = f32(K);
    if (head >= H) {
      first = k + (head - H) * K;
      width = 1.0;
    }
    var squares = 1e-6;
    for (var i = 0u; i < K; i++) {
      squares += workspace[first + i] * workspace[first + i];
    }
    let scale = inverseSqrt(squares * width);
    for (var i = 0u; i < K; i++) {
      workspace[first + i] *= scale;
    }
  }
  for (var i = local; i < R * H; i += GROUP) {
    workspace[b + i] = most * sigmoid(workspace[b + i]);
  }
  for (var h = local; h < H && a >= 0; h += GROUP) {
    let place = u32(a) + h;
    workspace[place] = -exp(parameters[A_log + h]) * softplus(workspace[place] + parameters[bias + h]);
  }
}
