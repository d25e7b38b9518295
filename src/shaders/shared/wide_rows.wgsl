// What the wide matrix products share. A quad computes 64 x 64 sums, an invocation 16 rows of them. A turn of the loop takes
// eight inner steps: four `now` and four `next`.
// The instruction cache limits software adapters, not arithmetic, so the code of a multiply-add should be short. It is shortest
// if the multiply-adds of one sum follow each other, if sums are values (arrays indexed by literals only) and not memory, and if
// there is a load between two rows.

// A row's sums: vec4 q holds the columns from wide_column(index, q) on.
alias Sums = array<vec4f, 16>;
// Four inner steps of each column, the invocation's own 16 first.
alias Columns = array<vec4f, 64>;

fn wide_column(index: u32, q: u32) -> u32 {
  return ((q >> 2u) ^ index) * 16u + (q & 3u) * 4u;
}

fn share_columns(own: array<vec4f, 16>) -> Columns {
  var columns: Columns;
  //#unroll
  for (var i = 0u; i < 16u; i++) {
    columns[i] = own[i];
    columns[i + 16u] = quadSwapX(own[i]);
    columns[i + 32u] = quadSwapY(own[i]);
    columns[i + 48u] = quadSwapDiagonal(own[i]);
  }
  return columns;
}

fn add_eight(sum: f32, now: vec4f, a_now: vec4f, next: vec4f, a_next: vec4f) -> f32 {
  let four = fma(now.w, a_now.w, fma(now.z, a_now.z, fma(now.y, a_now.y, fma(now.x, a_now.x, sum))));
  return fma(next.w, a_next.w, fma(next.z, a_next.z, fma(next.y, a_next.y, fma(next.x, a_next.x, four))));
}

fn add_row(before: Sums, now: Columns, a_now: vec4f, next: Columns, a_next: vec4f) -> Sums {
  var sums = before;
  //#unroll
  for (var q = 0u; q < 16u; q++) {
    sums[q] = vec4f(
      add_eight(sums[q].x, now[4u * q], a_now, next[4u * q], a_next),
      add_eight(sums[q].y, now[4u * q + 1u], a_now, next[4u * q + 1u], a_next),
      add_eight(sums[q].z, now[4u * q + 2u], a_now, next[4u * q + 2u], a_next),
      add_eight(sums[q].w, now[4u * q + 3u], a_now, next[4u * q + 3u], a_next),
    );
  }
  return sums;
}
