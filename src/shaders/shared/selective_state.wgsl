// A state of a selective scan after one more token: h = exp(Δ A) h + Δ u B, with A = -exp(A_log).
fn selective_state(h: f32, delta: f32, a_log: f32, delta_u: f32, b: f32) -> f32 {
  return exp(-delta * exp(a_log)) * h + delta_u * b;
}
