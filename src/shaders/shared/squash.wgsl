// 1 / (1 + exp(-x)), without overflow for large negative x.
fn sigmoid_each(x: vec4f) -> vec4f {
  let e = exp(-abs(x));
  return select(e, vec4f(1.0), x >= vec4f(0.0)) / (1.0 + e);
}

// tanh is 1 to f32 beyond 15; some devices overflow inside it further out.
fn tanh_each(x: vec4f) -> vec4f {
  return tanh(clamp(x, vec4f(-15.0), vec4f(15.0)));
}
