// elu(x) + 1, and its derivative.
fn elu_plus_one(x: f32) -> f32 {
  return select(exp(min(x, 0.0)), x + 1.0, x > 0.0);
}

fn elu_slope(x: f32) -> f32 {
  return exp(min(x, 0.0));
}
