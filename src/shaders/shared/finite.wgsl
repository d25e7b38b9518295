// False for NaN and infinities: by the exponent's bits, since comparisons and min/max may assume that there are none.
fn is_finite(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u;
}
