// Adjoint of causal_conv. With s = bias + Σ_k weight[k] x[t-(K-1)+k] and ds[t] = du[t] silu'(s):
//   dx[t] = Σ_k weight[k] ds[t+(K-1)-k],   dweight[k] = Σ_t ds[t] x[t-(K-1)+k],   dbias = Σ_t ds[t].
// An invocation takes `segment` tokens of one channel. It also reads the three after them, whose ds flows back into its own.
//#import sigmoid
//#import conv_span
@group(0) @binding(1) var<storage, read> rows: array<f32>;           // (B·L, stride): E columns from x on
@group(0) @binding(2) var<storage, read> weight: array<f32>;         // (E, 1, K)
@group(0) @binding(3) var<storage, read> bias: array<f32>;           // (E)
@group(0) @binding(4) var<storage, read> before: array<f32>;         // (B, E, K-1), if carry: the inputs before the first
@group(0) @binding(5) var<storage, read_write> drows: array<f32>;    // (B·L, d_stride): reads columns from du on, writes dx's
@group(0) @binding(6) var<storage, read_write> dweight: array<f32>;  // (B·segments, E, 1, K)
@group(0) @binding(7) var<storage, read_write> dbias: array<f32>;    // (B·segments, E)

//#each 64
fn each(i: u32) {
  let span = span_of(i);
  if (span.b >= dims.B) {
    return;
  }
  let taps = taps_of(span.e);
  var recent = inputs_before(span);  // then x[t-3] to x[t]
  var flowing = vec4f(0.0);          // ds[t] to ds[t-3]
  var dtaps = vec4f(0.0);
  var doffset = 0.0;
  for (var k = 1u; dims.carry != 0u && span.first + k < K; k++) {
    recent[4u - K + k] = before[(span.b * dims.E + span.e) * (K - 1u) + span.first + k - 1u];
  }
  let offset = bias[span.e];
  for (var t = span.first; t < span.last + 3u; t++) {
    let row = span.b * dims.L + t;
    let base = row * dims.d_stride + span.e;
    var ds = 0.0;
    if (t < dims.L) {
      recent = vec4f(recent.yzw, rows[row * dims.stride + dims.x + span.e]);
      let sum = dot(taps, recent) + offset;
      let gate = sigmoid(sum);
      ds = drows[base + dims.du] * select(gate * (1.0 + sum * (1.0 - gate)), 1.0, dims.plain != 0u);
    }
    flowing = vec4f(ds, flowing.xyz);
    if (t < span.last) {
      doffset += ds;
      dtaps += ds * recent;
    }
    if (t >= span.first + 3u) {
      drows[base - 3u * dims.d_stride + dims.dx] = dot(taps, flowing);
    }
  }
  let copy = span.copy * dims.E + span.e;
  for (var k = 0u; k < K; k++) {
    dweight[span.copy * dims.E * K + tap_at(span.e, k)] = dtaps[4u - K + k];
  }
  dbias[copy] = doffset;
}
