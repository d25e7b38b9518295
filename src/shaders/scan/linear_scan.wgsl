// h[t] = a[t] h[t-1] + b[t] for each channel.
// An invocation takes a channel of a segment of time. If there are several segments, each starts from the h of
// linear_scan_starts. A part takes steps `start` to `stop` of each segment. With `start` > 0 it continues from the last h of the
// part before.
@group(0) @binding(1) var<storage, read_write> rows: array<f32>;   // (B·L, stride): reads columns a and b, writes h
@group(0) @binding(2) var<storage, read> starts: array<f32>;       // (B, segments, H), if there are several segments
@group(0) @binding(3) var<storage, read_write> state: array<f32>;  // (B, H), if carry: h before the first step and after the last

//#each 64
fn each(i: u32) {
  let channel = i % dims.H;
  let s = i / dims.H % dims.segments;
  let sequence = i / dims.H / dims.segments;
  let first = s * dims.segment + dims.start;
  let end = min(dims.L, s * dims.segment + dims.stop);
  if (sequence >= dims.B || first >= end) {
    return;
  }
  let own = sequence * dims.H + channel;
  var value = 0.0;
  if (dims.start > 0u) {
    value = rows[(sequence * dims.L + first - 1u) * dims.stride + dims.h + channel];
  } else if (dims.segments > 1u) {
    value = starts[i];
  } else if (dims.carry != 0u) {
    value = state[own];
  }
  for (var t = first; t < end; t++) {
    let base = (sequence * dims.L + t) * dims.stride + channel;
    value = rows[base + dims.a] * value + rows[base + dims.b];
    rows[base + dims.h] = value;
  }
  if (dims.carry != 0u && end == dims.L) {
    state[own] = value;
  }
}
