// A number of level l at a token that merges the levels below `target`, and what these hold: it decays, and level 0 is `fresh`.
fn level_step(own: f32, l: u32, target_level: u32, merged: ptr<function, f32>, kept: f32, fresh: f32) -> f32 {
  if (l == 0u) {
    *merged += own;
    return fresh;
  }
  if (l < target_level) {
    *merged += own;
    return 0.0;
  }
  if (l == target_level) {
    return (own + *merged) * kept;
  }
  return own * kept;
}
