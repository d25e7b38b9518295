// Mean and inverse deviation of the n numbers of x from `first` on. The mean goes first, so that its digits do not cancel.
fn head_moments(first: u32, n: u32, eps: f32) -> vec2f {
  var mean = 0.0;
  for (var i = first; i < first + n; i++) {
    mean += x[i];
  }
  mean /= f32(n);
  var squares = 0.0;
  for (var i = first; i < first + n; i++) {
    squares += (x[i] - mean) * (x[i] - mean);
  }
  return vec2f(mean, inverseSqrt(squares / f32(n) + eps));
}
