// destination = source, QUADS vec4s an invocation: measures the bandwidth of memory, with one read and one write of each element.
//#import grid
@group(0) @binding(1) var<storage, read> source: array<vec4f>;             // (quads)
@group(0) @binding(2) var<storage, read_write> destination: array<vec4f>;  // (quads)

// Neighbours in a workgroup copy neighbours, so that their accesses are joined.
const QUADS: u32 = 8u;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let first = flat_index(group, 0u, groups, 64u) * QUADS + local;
  for (var k = 0u; k < QUADS; k++) {
    let i = first + k * 64u;
    if (i < dims.quads) {
      destination[i] = source[i];
    }
  }
}
