// Of minGRU and minLSTM (Feng et al. 2024). Needs sigmoid, softplus.

// g of appendix B: always above zero if `positive` is 1, the value itself if it is 0.
fn candidate(hidden: f32, positive: u32) -> f32 {
  if (positive == 0u) {
    return hidden;
  }
  return select(sigmoid(hidden), hidden + 0.5, hidden >= 0.0);
}

// The share z of what is new is the sigmoid of this. If `paired`, z = i / (f + i) with sigmoids i of gate and f of forget.
fn openness(gate: f32, forget: f32, paired: u32) -> f32 {
  if (paired == 0u) {
    return gate;
  }
  return softplus(-forget) - softplus(-gate);
}
