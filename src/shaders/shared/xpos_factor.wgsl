// What a column of a token at a position is multiplied by (Sun et al. 2022, xPos): queries shrink, and keys grow. Positions from
// 32768 on count as that one. D: width of q; keys: of k; d: of a head.
fn xpos_factor(column: u32, position: u32, D: u32, keys: u32, d: u32) -> f32 {
  if (column >= D + keys) {
    return 1.0;
  }
  let pair = column % d % ((d + 1u) / 2u);
  let share = (f32(2u * pair) / f32(d) + 0.4) / 1.4;
  return exp_close(select(-1.0, 1.0, column < D) * f32(min(position, 32768u)) / 512.0 * log(share));
}
