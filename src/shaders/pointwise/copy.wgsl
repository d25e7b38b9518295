// destination[destination_offset + i] = source[source_offset + i], i < n
//#import grid
struct Dims { n: u32, source_offset: u32, destination_offset: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> source: array<f32>;
@group(0) @binding(2) var<storage, read_write> destination: array<f32>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let i = flat_index(group, local, groups, 64u);
  if (i < dims.n) {
    destination[dims.destination_offset + i] = source[dims.source_offset + i];
  }
}
