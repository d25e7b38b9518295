// Adjoint of causal_conv. With s = bias + Σ_k weight[k] x[t-(K-1)+k] and ds[t] = du[t] silu'(s):
//   dx[t] = Σ_k weight[k] ds[t+(K-1)-k],   dweight[k] = Σ_t ds[t] x[t-(K-1)+k],   dbias = Σ_t ds[t].
// An invocation takes `segment` tokens of one channel; it meets K-1 more, whose ds flows back into them.
//#import grid
//#import sigmoid
struct Dims { B: u32, L: u32, E: u32, K: u32, segment: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> rows: array<f32>;           // (B·L, 5E): x, z, u, delta, y
@group(0) @binding(2) var<storage, read> weight: array<f32>;         // (E, 1, K)
@group(0) @binding(3) var<storage, read> bias: array<f32>;           // (E)
@group(0) @binding(4) var<storage, read_write> drows: array<f32>;    // (B·L, 5E): reads du, writes dx
@group(0) @binding(5) var<storage, read_write> dweight: array<f32>;  // (B·segments, E, 1, K)
@group(0) @binding(6) var<storage, read_write> dbias: array<f32>;    // (B·segments, E)
const K: u32 = 4u;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let i = flat_index(group, local, groups, 64u);
  let e = i % dims.E;
  let segments = (dims.L + dims.segment - 1u) / dims.segment;
  let b = i / dims.E / segments;
  if (b >= dims.B) {
    return;
  }
  let first = (i / dims.E) % segments * dims.segment;
  let last = min(dims.L, first + dims.segment);
  let stride = 5u * dims.E;
  var taps: array<f32, K>;
  var recent: array<f32, K>;   // inputs x[t-(K-1)] to x[t]
  var flowing: array<f32, K>;  // ds[t-(K-1)] to ds[t]
  var dtaps: array<f32, K>;
  var doffset = 0.0;
  for (var k = 0u; k < K; k++) {
    taps[k] = weight[e * K + k];
    if (k > 0u && first + k >= K) {
      recent[k] = rows[(b * dims.L + first + k - K) * stride + e];
    }
  }
  let offset = bias[e];
  for (var t = first; t < last + K - 1u; t++) {
    let base = (b * dims.L + t) * stride + e;
    for (var k = 1u; k < K; k++) {
      recent[k - 1u] = recent[k];
      flowing[k - 1u] = flowing[k];
    }
    var ds = 0.0;
    if (t < dims.L) {
      recent[K - 1u] = rows[base];
      var sum = offset;
      for (var k = 0u; k < K; k++) {
        sum += taps[k] * recent[k];
      }
      let gate = sigmoid(sum);
      ds = drows[base + 2u * dims.E] * gate * (1.0 + sum * (1.0 - gate));
    }
    flowing[K - 1u] = ds;
    if (t < last) {
      doffset += ds;
      for (var k = 0u; k < K; k++) {
        dtaps[k] += ds * recent[k];
      }
    }
    if (t + 1u >= first + K) {
      var dx = 0.0;
      for (var k = 0u; k < K; k++) {
        dx += taps[k] * flowing[K - 1u - k];
      }
      drows[base - (K - 1u) * stride] = dx;
    }
  }
  let copy = i / dims.E;
  for (var k = 0u; k < K; k++) {
    dweight[(copy * dims.E + e) * K + k] = dtaps[k];
  }
  dbias[copy * dims.E + e] = doffset;
}
