// exp(x) to about one unit in the last place, for -80 < x < 80. WGSL's exp may be off by 3 + 2|x| units.
fn exp_close(x: f32) -> f32 {
  let k = round(x * 1.442695041);
  let r = (x - k * 0.693359375) + k * 2.12194440e-4;
  let q = 0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r * (1.0 / 720.0 + r / 5040.0))));
  return ldexp(1.0 + (r + r * r * q), i32(k));
}
