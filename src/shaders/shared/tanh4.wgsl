// tanh is 1 to f32 beyond 15; some devices overflow inside it further out.
fn tanh4(x: vec4f) -> vec4f {
  return tanh(clamp(x, vec4f(-15.0), vec4f(15.0)));
}
