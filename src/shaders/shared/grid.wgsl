// Index of an invocation in a grid that gpu/grid.ts `linearGrid` made: rows of workgroups.
fn flat_index(group: vec3u, local: u32, groups: vec3u, size: u32) -> u32 {
  return (group.y * groups.x + group.x) * size + local;
}
