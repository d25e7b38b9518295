// y[b] = x[b, t]: the last row, or the row of the cursor (the last one where there are fewer).
//#import grid
struct Dims { B: u32, L: u32, D: u32, at_cursor: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> x: array<f32>;        // (B, L, D)
@group(0) @binding(2) var<storage, read> cursor: array<i32>;   // [0], if at_cursor
@group(0) @binding(3) var<storage, read_write> y: array<f32>;  // (B, D)

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let i = flat_index(group, local, groups, 64u);
  if (i >= dims.B * dims.D) {
    return;
  }
  var t = dims.L - 1u;
  if (dims.at_cursor != 0u) {
    t = min(t, u32(max(cursor[0], 0)));
  }
  y[i] = x[(i / dims.D * dims.L + t) * dims.D + i % dims.D];
}
