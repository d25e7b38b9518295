// log(1 + exp(x)) to full relative accuracy: max(x, 0) + 2 atanh(s), s = e / (2 + e), e = exp(-|x|), s <= 1/3.
// WGSL has no log1p, and log(1 + e) loses all digits of a small e.
fn softplus(x: f32) -> f32 {
  let e = exp(-abs(x));
  let s = e / (2.0 + e);
  let q = s * s;
  let series = 1.0 + q * (1.0 / 3.0 + q * (1.0 / 5.0 + q * (1.0 / 7.0 + q * (1.0 / 9.0 + q * (1.0 / 11.0 + q / 13.0)))));
  return max(x, 0.0) + 2.0 * s * series;
}

fn softplus4(x: vec4f) -> vec4f {
  return vec4f(softplus(x.x), softplus(x.y), softplus(x.z), softplus(x.w));
}
