// Infinity counts as the largest number; -Infinity and NaN count as the smallest. By bits, since WGSL lets comparisons assume
// that there are none.
fn bounded(x: f32) -> f32 {
  let bits = bitcast<u32>(x);
  return select(x, select(-3.4e38, 3.4e38, bits == 0x7f800000u), (bits & 0x7f800000u) == 0x7f800000u);
}

// An integer for each float, in the same order; -0 equals 0.
fn key_of(x: f32) -> u32 {
  let bits = bitcast<u32>(bounded(x));
  return select(bits | 0x80000000u, ~bits, bits > 0x80000000u);
}

// The weight of a logit relative to the largest, at a temperature above 0. It is never 0.
fn weight_of(x: f32, top: f32, heat: f32) -> f32 {
  return exp(max(bounded(x) - top, -80.0 * heat) / heat);
}
