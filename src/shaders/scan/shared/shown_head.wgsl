// The sum of weights of a head of n sums from `first` on, at least e^-m, and its slope; then the mean of the n sums by it, and
// the inverse of their deviation. Needs sums.
struct Shown { total: f32, slope: f32, mean: f32, scale: f32 }

fn shown_head(first: u32, n: u32, m: f32) -> Shown {
  let counted = sums[first + n];
  let least = exp(min(-m, 88.0));
  let total = max(abs(counted), least) + 1e-6;
  var mean = 0.0;
  for (var j = 0u; j < n; j++) {
    mean += sums[first + j] / total;
  }
  mean /= f32(n);
  var squares = 0.0;
  for (var j = 0u; j < n; j++) {
    let away = sums[first + j] / total - mean;
    squares += away * away;
  }
  let slope = select(0.0, sign(counted), abs(counted) > least);
  return Shown(total, slope, mean, inverseSqrt(squares / f32(n) + 1e-5));
}
