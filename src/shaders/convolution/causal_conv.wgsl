// u[t] = silu(bias + Σ_k weight[k] x[t-(K-1)+k]) for each channel: torch's conv1d with groups = E, without what looks ahead.
// If plain, without the silu.
// An invocation takes `segment` tokens of one channel and keeps the last inputs in registers.
//#import sigmoid
//#import conv_span
@group(0) @binding(1) var<storage, read_write> rows: array<f32>;   // (B·L, stride): reads columns from x on, writes u's
@group(0) @binding(2) var<storage, read> weight: array<f32>;       // (E, 1, K), or (K, E) if time_first
@group(0) @binding(3) var<storage, read> bias: array<f32>;         // (E)
// (B, E, K-1), if carry: the K-1 inputs before this call, and at its end those before the next. With carry, segment = L.
@group(0) @binding(4) var<storage, read_write> state: array<f32>;

//#each 64
fn each(i: u32) {
  let span = span_of(i);
  if (span.b >= dims.B) {
    return;
  }
  let taps = taps_of(span.e);
  var recent = inputs_before(span);
  let kept = (span.b * dims.E + span.e) * (K - 1u);
  if (dims.carry != 0u) {
    for (var k = 1u; k < K; k++) {
      recent[4u - K + k] = state[kept + k - 1u];
    }
  }
  let offset = bias[span.e];
  for (var t = span.first; t < span.last; t++) {
    let base = (span.b * dims.L + t) * dims.stride + span.e;
    recent = vec4f(recent.yzw, rows[base + dims.x]);
    let sum = dot(taps, recent) + offset;
    rows[base + dims.u] = select(sum * sigmoid(sum), sum, dims.plain != 0u);
  }
  if (dims.carry != 0u) {
    for (var k = 1u; k < K; k++) {
      state[kept + k - 1u] = recent[4u - K + k];
    }
  }
}
