//#import element
//#import sigmoid
fn opening(x: Element) -> Element {
  //#if VEC4
  return sigmoid4(x);
  //#else
  return sigmoid(x);
  //#endif
}
