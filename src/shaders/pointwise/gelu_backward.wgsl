// dx (+)= dy (Φ(x) + x φ(x)), φ the density of the standard normal.
//#import grid
//#import normal_cdf
struct Dims { n: u32, accumulate: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> x: array<f32>;         // (n)
@group(0) @binding(2) var<storage, read> dy: array<f32>;        // (n)
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;  // (n)

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
  let density = 0.3989422804 * exp(-min(0.5 * x[i] * x[i], 80.0));
  var gradient = dy[i] * (normal_cdf(x[i]) + x[i] * density);
  if ((dims.accumulate & 1u) != 0u) {
    gradient += dx[i];
  }
  dx[i] = gradient;
}
