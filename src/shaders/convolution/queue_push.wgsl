// The last `count` tokens of x enter the queue: the token of position p in slot p % slots.
//#import grid
struct Dims { B: u32, L: u32, D: u32, slots: u32, count: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> x: array<f32>;            // (B, L, D)
@group(0) @binding(2) var<storage, read> cursor: array<i32>;       // [0]: position of the first token of x
@group(0) @binding(3) var<storage, read_write> queue: array<f32>;  // (B, slots, D)

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let i = flat_index(group, local, groups, 64u);
  if (i >= dims.B * dims.count * dims.D) {
    return;
  }
  let d = i % dims.D;
  let b = i / (dims.D * dims.count);
  let t = dims.L - dims.count + i / dims.D % dims.count;
  let slot = (u32(max(cursor[0], 0)) + t) % dims.slots;
  queue[(b * dims.slots + slot) * dims.D + d] = x[(b * dims.L + t) * dims.D + d];
}
