//#import element
//#import normal_cdf
fn below(x: Element) -> Element {
  //#if VEC4
  return vec4f(normal_cdf(x.x), normal_cdf(x.y), normal_cdf(x.z), normal_cdf(x.w));
  //#else
  return normal_cdf(x);
  //#endif
}
