// (cos, sin) of an angle in turns, to about 1e-7, by Taylor series within an eighth of a turn. WGSL's own may be off by 5e-4.
fn cis(turns: f32) -> vec2f {
  let quarter = round(4.0 * turns);
  let x = (turns - 0.25 * quarter) * 6.283185307;
  let s = x * x;
  let c = 1.0 - s * (0.5 - s * (1.0 / 24.0 - s * (1.0 / 720.0 - s / 40320.0)));
  let i = x * (1.0 - s * (1.0 / 6.0 - s * (1.0 / 120.0 - s * (1.0 / 5040.0 - s / 362880.0))));
  switch (u32(i32(quarter)) & 3u) {
    case 0u: { return vec2f(c, i); }
    case 1u: { return vec2f(-i, c); }
    case 2u: { return vec2f(-c, -i); }
    default: { return vec2f(i, -c); }
  }
}

// An angle in units of 2^-32 of a turn. Its multiples by integers wrap as angles do, without rounding.
fn fixed_turns(turns: f32) -> u32 {
  return u32(i32(clamp((turns - round(turns)) * 4294967296.0, -2147483648.0, 2147483520.0)));
}

fn cis_fixed(turns: u32) -> vec2f {
  return cis(f32(i32(turns)) / 4294967296.0);
}
