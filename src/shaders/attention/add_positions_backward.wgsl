// dweight[place] = Σ dy over the tokens at that place: one of each sequence, none beyond L.
//#import grid
struct Dims { B: u32, L: u32, D: u32, places: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> dy: array<f32>;             // (B, L, D)
@group(0) @binding(2) var<storage, read_write> dweight: array<f32>;  // (places, D)

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let i = flat_index(group, local, groups, 64u);
  if (i >= dims.places * dims.D) {
    return;
  }
  var sum = 0.0;
  if (i < dims.L * dims.D) {
    for (var b = 0u; b < dims.B; b++) {
      sum += dy[b * dims.L * dims.D + i];
    }
  }
  dweight[i] = sum;
}
