// First of the three passes of a linear scan in segments: what a segment does to any h before it. After it, h is  total h + end,
// with total = Π a, and end = the h after it if it began at zero. The last segment has no end, and its total is 0.
// `reverse`: the same for the adjoint, backward in time. end = the a db of the first step if no adjoint enters after the last
// step. The first segment has no end. The totals are those of forward.
// An invocation takes a channel of a segment. A part takes steps `start` to `stop` of each segment.
@group(0) @binding(1) var<storage, read> rows: array<f32>;          // (B·L, stride): H columns from a and b on
@group(0) @binding(2) var<storage, read> drows: array<f32>;         // (B·L, d_stride), if reverse: H columns from dh on
@group(0) @binding(3) var<storage, read_write> ends: array<f32>;    // (B, segments, H)
@group(0) @binding(4) var<storage, read_write> totals: array<f32>;  // (B, segments, H), unless reverse

//#each 64
fn each(i: u32) {
  let channel = i % dims.H;
  let s = i / dims.H % dims.segments;
  let sequence = i / dims.H / dims.segments;
  if (sequence >= dims.B) {
    return;
  }
  let first = s * dims.segment;
  let steps = min(dims.segment, dims.L - first);
  var end = 0.0;
  if (dims.start > 0u) {
    end = ends[i];
  }
  if (dims.reverse != 0u) {
    if (s == 0u) {
      return;
    }
    for (var left = steps - min(dims.start, steps); left > steps - min(dims.stop, steps); left--) {
      let row = sequence * dims.L + first + left - 1u;
      end = rows[row * dims.stride + dims.a + channel] * (drows[row * dims.d_stride + dims.dh + channel] + end);
    }
    ends[i] = end;
    return;
  }
  if (s == dims.segments - 1u) {
    totals[i] = 0.0;
    return;
  }
  var total = 1.0;
  if (dims.start > 0u) {
    total = totals[i];
  }
  for (var t = dims.start; t < dims.stop; t++) {
    let base = (sequence * dims.L + first + t) * dims.stride + channel;
    end = rows[base + dims.a] * end + rows[base + dims.b];
    total *= rows[base + dims.a];
  }
  ends[i] = end;
  totals[i] = total;
}
