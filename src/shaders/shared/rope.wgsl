// Rotary positions (Su et al. 2021), rotate-half form: elements (i, i + half) of a head turn by position · base^(-2i / width),
// with half = width / 2, rounded up. The middle element of an odd head has no other half; its frequency is 0.
// Angles are integers, in units of 2^-32 of a turn: a product modulo 2^32 reduces the range exactly at any position.

// (cos, sin) at a position below 2^24. `frequency`: turns a position in units of 2^-32, and the rest in units of 2^-64.
// Polynomials, since WGSL promises sin and cos to 2^-11 only.
fn rope_turn(position: u32, frequency: vec2u) -> vec2f {
  let phase = position * frequency.x + u32(f32(position) * f32(frequency.y) * 0x1p-32);
  let quarter = (phase + 0x20000000u) >> 30u;
  let x = f32(bitcast<i32>(phase - (quarter << 30u))) * 1.4629180792671596e-9;  // 2π / 2^32
  let x2 = x * x;
  let s = x + x * x2 * (-0.16666667 + x2 * (0.0083333333 + x2 * (-1.9841270e-4 + x2 * 2.7557319e-6)));
  let c = 1.0 + x2 * (-0.5 + x2 * (0.041666667 + x2 * (-1.3888889e-3 + x2 * 2.4801587e-5)));
  let swapped = select(vec2f(c, s), vec2f(s, c), (quarter & 1u) == 1u);
  return vec2f(
    select(swapped.x, -swapped.x, quarter == 1u || quarter == 2u),
    select(swapped.y, -swapped.y, (quarter & 2u) == 2u),
  );
}
