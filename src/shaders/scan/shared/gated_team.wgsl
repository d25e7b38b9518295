// LANES invocations share a group of a row.
//#import gated
//#import team_sum

// What invocation i takes of group `group` of the row: every LANES-th column from first to last. `width`: columns of the group.
struct Part { row: u32, group: u32, first: u32, last: u32, width: f32 }

fn part_of(i: u32) -> Part {
  let width = dims.E / dims.G;
  let row = i / LANES / dims.G;
  let group = i / LANES % dims.G;
  let last = select(0u, (group + 1u) * width, row < dims.rows);
  return Part(row, group, group * width + i % LANES, last, f32(width));
}
