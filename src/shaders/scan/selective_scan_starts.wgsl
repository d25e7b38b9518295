// Second of the three passes: goes over the segments and computes the state that each starts from, given selective_scan_ends.
// `reverse`: the same for the adjoint, from the last segment to the first. An invocation takes a state of a channel.
@group(0) @binding(1) var<storage, read> A_log: array<f32>;       // (E, N)
@group(0) @binding(2) var<storage, read> totals: array<f32>;      // (B, segments, E)
@group(0) @binding(3) var<storage, read> carried: array<f32>;     // (B, E, N), if carry: the state before the first segment
@group(0) @binding(4) var<storage, read_write> ends: array<f32>;  // (B, segments, E, N): ends in, starts out

//#each 64
fn each(i: u32) {
  let width = dims.E * dims.N;
  if (i >= dims.B * width) {
    return;
  }
  let b = i / width;
  let state = i % width;
  let A = -exp(A_log[state]);
  var h = 0.0;
  if (dims.carry != 0u) {
    h = carried[i];
  }
  for (var done = 0u; done < dims.segments; done++) {
    let s = b * dims.segments + select(done, dims.segments - 1u - done, dims.reverse != 0u);
    let at = s * width + state;
    let end = ends[at];
    ends[at] = h;
    h = exp(A * totals[s * dims.E + state / dims.N]) * h + end;
  }
}
