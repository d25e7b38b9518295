//#import team_sum
// A product of few rows with a matrix (columns, inner), as in sampling. LANES invocations share four columns of a row, so that
// neighbours read neighbouring numbers of a column, and even one row has work for many.
struct FourColumns { row: u32, column: u32, lane: u32 }

fn four_columns(group: vec3u, local: u32) -> FourColumns {
  return FourColumns(group.y, (group.x * (GROUP / LANES) + local / LANES) * 4u, local % LANES);
}

// Where four columns begin; the last one stands for those that do not exist.
fn begin_of(column: u32, columns: u32, inner: u32) -> vec4u {
  return min(vec4u(column) + vec4u(0u, 1u, 2u, 3u), vec4u(columns - 1u)) * inner;
}

// Those of the four from `column` on that exist.
fn existing(column: u32, columns: u32) -> u32 {
  return min(4u, columns - min(column, columns));
}

// Σ over the lanes. Takes two turns of team_sum.
fn team_sum4(turn: u32, local: u32, own: vec4f) -> vec4f {
  return vec4f(team_sum(turn, local, own.xy), team_sum(turn + 1u, local, own.zw));
}
