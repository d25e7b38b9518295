// y = u · silu(gate), with u the first half of a row of x and gate the second.
//#import grid
//#import sigmoid
struct Dims { rows: u32, F: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> x: array<f32>;        // (rows, 2F)
@group(0) @binding(2) var<storage, read_write> y: array<f32>;  // (rows, F)

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let i = flat_index(group, local, groups, 64u);
  if (i >= dims.rows * dims.F) {
    return;
  }
  let at = i + i / dims.F * dims.F;
  let gate = x[at + dims.F];
  y[i] = x[at] * gate * sigmoid(gate);
}
