// A mode under the bilinear rule with step dt. Needs complex.
fn bilinear_inverse(dt: f32, A: vec2f) -> vec2f {
  return over(vec2f(1.0, 0.0), vec2f(1.0, 0.0) - 0.5 * dt * A);
}

// What a state keeps of itself at a token.
fn bilinear_decay(dt: f32, A: vec2f) -> vec2f {
  return times(vec2f(1.0, 0.0) + 0.5 * dt * A, bilinear_inverse(dt, A));
}

// What it takes of its input.
fn bilinear_input(dt: f32, A: vec2f, B: vec2f) -> vec2f {
  return dt * times(B, bilinear_inverse(dt, A));
}

// z^steps, by squaring.
fn complex_power(z: vec2f, steps: u32) -> vec2f {
  var result = vec2f(1.0, 0.0);
  var square = z;
  for (var left = steps; left > 0u; left >>= 1u) {
    if ((left & 1u) != 0u) {
      result = times(result, square);
    }
    square = times(square, square);
  }
  return result;
}
