//#import team_sum
// LANES invocations share a head of a segment of rows, the rows from `begin` up to `end`: none beyond the last segment.
// `copy`: the number of the head among all of all segments.
struct HeadSegment { copy: u32, head: u32, begin: u32, end: u32, lane: u32 }

fn head_segment(i: u32) -> HeadSegment {
  let copy = i / LANES;
  let begin = copy / dims.H * dims.segment;
  return HeadSegment(copy, copy % dims.H, begin, min(begin + dims.segment, dims.rows), i % LANES);
}
