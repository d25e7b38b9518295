// tanh is 1 to f32 beyond 15; some devices overflow inside it further out.
fn safe_tanh(x: f32) -> f32 {
  return tanh(clamp(x, -15.0, 15.0));
}
