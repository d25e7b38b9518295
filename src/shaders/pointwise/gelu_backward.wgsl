// dx (+)= dy (Φ(x) + x φ(x)), with φ the density of the standard normal.
//#permutation gelu_backward
//#permutation gelu_backward_vec4 VEC4
//#import element_normal_cdf
@group(0) @binding(1) var<storage, read> x: array<Element>;         // (n)
@group(0) @binding(2) var<storage, read> dy: array<Element>;        // (n)
@group(0) @binding(3) var<storage, read_write> dx: array<Element>;  // (n)

//#each 64 of dims.n / WIDTH
fn each(i: u32) {
  let density = 0.3989422804 * exp(-min(0.5 * x[i] * x[i], Element(80.0)));
  var gradient = dy[i] * (below(x[i]) + x[i] * density);
  if ((dims.accumulate & 1u) != 0u) {
    gradient += dx[i];
  }
  dx[i] = gradient;
}
