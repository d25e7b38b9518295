// Exponential gates of a head at a token (Beck et al. 2024), from their sums i and f, and m before: ln of what is kept, what is
// written, m, and 1 - sigmoid(f). m holds both at most 1. Needs softplus, sigmoid.
fn stable_step(i: f32, f: f32, before: f32, is_first: bool) -> vec4f {
  if (is_first) {
    return vec4f(-1e30, 1.0, i, 0.0);
  }
  let kept = before - softplus(-f);
  let m = max(kept, i);
  return vec4f(kept - m, exp(i - m), m, sigmoid(-f));
}
