// What a head takes off a score for each token between query and key (Press et al. 2022): 2^(-8 (head + 1) / heads), or 0.
fn alibi_slope(head: u32) -> f32 {
  return select(0.0, exp2(-8.0 * f32(head + 1u) / f32(dims.heads)), dims.alibi == 1u);
}
