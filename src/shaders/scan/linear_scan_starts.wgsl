// Second of the three passes: goes over the segments and computes the h that each starts from, given linear_scan_ends.
// `reverse`: the same for the adjoint, from the last segment to the first. An invocation takes a channel.
@group(0) @binding(1) var<storage, read> totals: array<f32>;      // (B, segments, H)
@group(0) @binding(2) var<storage, read> state: array<f32>;       // (B, H), if carry: the h that the first segment starts from
@group(0) @binding(3) var<storage, read_write> ends: array<f32>;  // (B, segments, H): ends in, starts out

//#each 64 of dims.B * dims.H
fn each(i: u32) {
  var h = 0.0;
  if (dims.carry != 0u) {
    h = state[i];
  }
  for (var done = 0u; done < dims.segments; done++) {
    let s = select(done, dims.segments - 1u - done, dims.reverse != 0u);
    let at = (i / dims.H * dims.segments + s) * dims.H + i % dims.H;
    let end = ends[at];
    ends[at] = h;
    h = totals[at] * h + end;
  }
}
