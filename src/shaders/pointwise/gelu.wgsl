// y = x Φ(x), with Φ the distribution function of the standard normal: the exact form of GELU (Hendrycks and Gimpel 2016).
//#permutation gelu
//#permutation gelu_vec4 VEC4
//#import element_normal_cdf
@group(0) @binding(1) var<storage, read> x: array<Element>;        // (n)
@group(0) @binding(2) var<storage, read_write> y: array<Element>;  // (n)

//#each 64 of dims.n / WIDTH
fn each(i: u32) {
  y[i] = x[i] * below(x[i]);
}
