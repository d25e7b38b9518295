// False for NaN and infinities. By the bits of the exponent, since WGSL lets comparisons and min/max assume that there are none.
fn is_finite(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u;
}
