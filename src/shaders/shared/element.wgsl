// Buffers are arrays of Element, which holds WIDTH numbers: one, or with VEC4 four.
//#if VEC4
alias Element = vec4f;
const WIDTH: u32 = 4u;

fn total(value: Element) -> f32 {
  return dot(value, vec4f(1.0));
}
//#else
alias Element = f32;
const WIDTH: u32 = 1u;

fn total(value: Element) -> f32 {
  return value;
}
//#endif
