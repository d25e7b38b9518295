//#import element
//#import sigmoid
//#import gelu_tanh
struct Bent {
  value: Element,
  slope: Element,
}

fn bend(x: Element) -> Bent {
  //#if VEC4
  let a = gelu_tanh(x.x);
  let b = gelu_tanh(x.y);
  let c = gelu_tanh(x.z);
  let d = gelu_tanh(x.w);
  return Bent(vec4f(a.x, b.x, c.x, d.x), vec4f(a.y, b.y, c.y, d.y));
  //#else
  let bent = gelu_tanh(x);
  return Bent(bent.x, bent.y);
  //#endif
}
