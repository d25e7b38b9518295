// y = x Φ(x), with Φ the distribution function of the standard normal: the exact form of GELU (Hendrycks and Gimpel 2016).
//#import normal_cdf
@group(0) @binding(1) var<storage, read> x: array<f32>;        // (n)
@group(0) @binding(2) var<storage, read_write> y: array<f32>;  // (n)

//#each 64 of dims.n
fn each(i: u32) {
  y[i] = x[i] * normal_cdf(x[i]);
}
