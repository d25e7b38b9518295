// y = x Φ(x), Φ the distribution function of the standard normal: GELU in its exact form (Hendrycks and Gimpel 2016).
//#import grid
//#import normal_cdf
struct Dims { n: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> x: array<f32>;        // (n)
@group(0) @binding(2) var<storage, read_write> y: array<f32>;  // (n)

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let i = flat_index(group, local, groups, 64u);
  if (i >= dims.n) {
    return;
  }
  y[i] = x[i] * normal_cdf(x[i]);
}
