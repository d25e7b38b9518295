// What is not finite counts as the largest or, NaN included, the smallest number: by bits, since comparisons may assume
// that there is none.
fn bounded(x: f32) -> f32 {
  let bits = bitcast<u32>(x);
  return select(x, select(-3.4e38, 3.4e38, bits == 0x7f800000u), (bits & 0x7f800000u) == 0x7f800000u);
}

// Keeps the order of floats; -0 is 0.
fn key_of(x: f32) -> u32 {
  let bits = bitcast<u32>(bounded(x));
  return select(bits | 0x80000000u, ~bits, bits > 0x80000000u);
}

// What a logit weighs beside the largest, at a temperature above 0; never 0.
fn weight_of(x: f32, top: f32, heat: f32) -> f32 {
  return exp(max(bounded(x) - top, -80.0 * heat) / heat);
}
