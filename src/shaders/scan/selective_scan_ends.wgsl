// First of the three passes of a selective scan in segments: what a segment does to any state h before it. After it, the state is
//   exp(A total) h + end,   with total = Σ Δ over the segment, and end = the state after it if it began at zero.
// So no decay or state of a single step is stored. The last segment has no end, and its total is 0. Next: selective_scan_starts.
// A part takes steps `start` to `stop` of each segment.
// An invocation takes four channels of a segment, GROUP states at a time, as in selective_scan.
//#import segment_ends
//#import softplus
@group(0) @binding(1) var<storage, read> rows: array<f32>;          // (B·L, stride): from columns u, delta on, E of each
@group(0) @binding(2) var<storage, read> xdbl: array<f32>;          // (B·L, BC_stride): from column BC on B, C
@group(0) @binding(3) var<storage, read> A_log: array<f32>;         // (E, N)
@group(0) @binding(4) var<storage, read_write> ends: array<f32>;    // (B, segments, E, N)
@group(0) @binding(5) var<storage, read_write> totals: array<f32>;  // (B, segments, E)
const GROUP: u32 = 8u;   // divides N

//#each 16
fn each(i: u32) {
  let own = place_of(i);
  if (own.s >= dims.B * dims.segments) {
    return;
  }
  // No segment starts from the end of the last one, and no adjoint enters it.
  if (own.s % dims.segments == dims.segments - 1u) {
    for (var q = 0u; q < min(4u, dims.E - own.e); q++) {
      totals[own.s * dims.E + own.e + q] = 0.0;
    }
    return;
  }
  let begin = begin_of(own.s);
  let place = own.s * dims.E + own.e;
  for (var n = 0u; n < N; n += GROUP) {
    var A: array<vec4f, GROUP>;
    var h: array<vec4f, GROUP>;
    //#unroll
    for (var k = 0u; k < GROUP; k++) {
      A[k] = state_matrix(own.e, n + k);
      h[k] = left(place, own.e, n + k);
    }
    var total = vec4f(0.0);
    for (var q = 0u; dims.start > 0u && n == 0u && q < min(4u, dims.E - own.e); q++) {
      total[q] = totals[place + q];
    }
    for (var row = begin + dims.start; row < begin + dims.stop; row++) {
      let base = row * dims.stride + own.e;
      let delta = softplus4(channels(base + dims.delta));
      let delta_u = delta * channels(base + dims.u);
      let inB = row * dims.BC_stride + dims.BC + n;
      total += delta;
      //#unroll
      for (var k = 0u; k < GROUP; k++) {
        h[k] = exp(delta * A[k]) * h[k] + delta_u * xdbl[inB + k];
      }
    }
    //#unroll
    for (var k = 0u; k < GROUP; k++) {
      put(place, own.e, n + k, h[k]);
    }
    if (n == 0u) {
      for (var q = 0u; q < min(4u, dims.E - own.e); q++) {
        totals[place + q] = total[q];
      }
    }
  }
}
