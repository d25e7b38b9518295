// y = x + the row of the token's position; positions beyond the table take its last row.
//#import grid
struct Dims { B: u32, L: u32, D: u32, places: u32, from_cursor: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> x: array<f32>;         // (B, L, D)
@group(0) @binding(2) var<storage, read> weight: array<f32>;    // (places, D)
@group(0) @binding(3) var<storage, read> cursor: array<i32>;    // [0]: position of the first token, if from_cursor
@group(0) @binding(4) var<storage, read_write> y: array<f32>;   // (B, L, D)

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let i = flat_index(group, local, groups, 64u);
  if (i >= dims.B * dims.L * dims.D) {
    return;
  }
  var position = i / dims.D % dims.L;
  if (dims.from_cursor != 0u) {
    position += u32(max(cursor[0], 0));
  }
  y[i] = x[i] + weight[min(position, dims.places - 1u) * dims.D + i % dims.D];
}
