// 1 - exp(-x) for x >= 0, with all digits of small results: by its series up to 0.34. WGSL has no expm1.
fn one_minus_exp(x: f32) -> f32 {
  let near = x * (1.0 - x * (0.5 - x * (1.0 / 6.0 - x * (1.0 / 24.0 - x * (1.0 / 120.0 - x * (1.0 / 720.0 - x / 5040.0))))));
  return select(1.0 - exp(-x), near, x < 0.34);
}
