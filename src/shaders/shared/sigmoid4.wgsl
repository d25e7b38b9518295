// 1 / (1 + exp(-x)), without overflow for large negative x.
fn sigmoid4(x: vec4f) -> vec4f {
  let e = exp(-abs(x));
  return select(e, vec4f(1.0), x >= vec4f(0.0)) / (1.0 + e);
}
