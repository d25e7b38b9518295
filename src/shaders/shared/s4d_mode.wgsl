// A mode of S4D: A = -exp(log_A_real) + i A_imag, held for a step dt (zero-order hold). Needs complex, cis.
fn s4d_turns(dt: f32, A: vec2f) -> f32 {
  return A.y * dt * 0.1591549431;
}

// λ^steps = exp(dt A steps). The angle loses no digits, for any number of steps.
fn s4d_power(dt: f32, A: vec2f, steps: u32) -> vec2f {
  return exp(A.x * dt * f32(steps)) * cis_fixed(fixed_turns(s4d_turns(dt, A)) * steps);
}

fn s4d_decay(dt: f32, A: vec2f) -> vec2f {
  return exp(A.x * dt) * cis(s4d_turns(dt, A));
}

// hold = (exp(dt A) - 1) / A: the state after one step of constant input 1. By its series where the difference would lose digits.
fn s4d_hold(dt: f32, A: vec2f) -> vec2f {
  return s4d_hold_of(dt, A, s4d_decay(dt, A));
}

fn s4d_hold_of(dt: f32, A: vec2f, decay: vec2f) -> vec2f {
  let m = dt * A;
  if (dot(m, m) >= 0.25) {
    return over(decay - vec2f(1.0, 0.0), A);
  }
  var sum = vec2f(1.0, 0.0);
  for (var k = 9u; k > 1u; k--) {
    sum = vec2f(1.0, 0.0) + times(sum, m) / f32(k);
  }
  return dt * sum;
}

// d hold / d A = (dt exp(dt A) - hold) / A = dt² Σ (k + 1) m^k / (k + 2)!, m = dt A.
fn s4d_hold_slope(dt: f32, A: vec2f) -> vec2f {
  let m = dt * A;
  if (dot(m, m) >= 0.25) {
    return over(dt * s4d_decay(dt, A) - s4d_hold(dt, A), A);
  }
  var sum = vec2f(0.0);
  var power = vec2f(0.5, 0.0);  // m^k / (k + 2)!
  for (var k = 0u; k < 9u; k++) {
    sum += f32(k + 1u) * power;
    power = times(power, m) / f32(k + 3u);
  }
  return dt * dt * sum;
}

// h and the output of a mode after one more token: (h, y). The hold of the input is multiplied with C: see s4d_scan.
fn s4d_token(dt: f32, A: vec2f, c: vec2f, h: vec2f, x: f32) -> vec3f {
  let decay = s4d_decay(dt, A);
  let next = times(decay, h) + vec2f(x, 0.0);
  return vec3f(next, 2.0 * times(times(c, s4d_hold_of(dt, A, decay)), next).x);
}
