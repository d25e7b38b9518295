// Adjoint of linear_scan:  db[t] = dh[t] + a[t+1] db[t+1],  da[t] = db[t] h[t-1].
// A part takes steps `start` to `stop`, counted from the end of each segment. With `start` > 0 it continues from the last db of
// the part before.
@group(0) @binding(1) var<storage, read> rows: array<f32>;         // (B·L, stride): H columns from a and h on
@group(0) @binding(2) var<storage, read_write> drows: array<f32>;  // (B·L, d_stride): reads columns dh, writes da and db
@group(0) @binding(3) var<storage, read> before: array<f32>;       // (B, H), if carry: h before the first step
@group(0) @binding(4) var<storage, read> entering: array<f32>;     // (B, segments, H), if several: a db of the step after each

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
  let end = first + steps - min(dims.start, steps);
  let until = first + steps - min(dims.stop, steps);
  var adjoint = 0.0;  // a[t+1] db[t+1]
  if (dims.start > 0u && end > until) {
    let row = sequence * dims.L + end;
    adjoint = rows[row * dims.stride + dims.a + channel] * drows[row * dims.d_stride + dims.db + channel];
  } else if (dims.segments > 1u) {
    adjoint = entering[i];
  }
  for (var t = end; t > until; t--) {
    let row = sequence * dims.L + t - 1u;
    let base = row * dims.stride + channel;
    let gradient = row * dims.d_stride + channel;
    var previous = 0.0;
    if (t > 1u) {
      previous = rows[base - dims.stride + dims.h];
    } else if (dims.carry != 0u) {
      previous = before[sequence * dims.H + channel];
    }
    let db = drows[gradient + dims.dh] + adjoint;
    drows[gradient + dims.db] = db;
    drows[gradient + dims.da] = db * previous;
    adjoint = rows[base + dims.a] * db;
  }
}
