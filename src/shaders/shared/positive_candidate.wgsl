// g of minGRU (Feng et al. 2024, appendix B): always above zero if `positive` is 1, the value itself if it is 0.
fn candidate(hidden: f32, positive: u32) -> f32 {
  if (positive == 0u) {
    return hidden;
  }
  return select(sigmoid(hidden), hidden + 0.5, hidden >= 0.0);
}
