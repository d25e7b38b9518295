// Index of an invocation in a grid of `linearGrid` (gpu/grid.ts), which is rows of workgroups.
fn flat_index(group: vec3u, local: u32, groups: vec3u, size: u32) -> u32 {
  return (group.y * groups.x + group.x) * size + local;
}
