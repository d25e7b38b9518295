// Decay and scale of a unit of the RG-LRU (De et al. 2024): ln a = -8 sigmoid(r) softplus(A), and √(1 - a²), which is 1 at the
// first token. Needs sigmoid, softplus, one_minus_exp.
fn preserving(r: f32, A: f32, is_first: bool) -> vec2f {
  let rate = 8.0 * sigmoid(r) * softplus(A);
  return vec2f(exp(-rate), select(sqrt(one_minus_exp(2.0 * rate)), 1.0, is_first));
}
