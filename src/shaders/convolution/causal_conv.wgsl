// u[t] = silu(bias + Σ_k weight[k] x[t-(K-1)+k]), a channel at a time: torch's conv1d with groups = E, cut to be causal.
// An invocation takes `segment` tokens of one channel and shifts the last inputs through its registers.
//#import grid
//#import sigmoid
struct Dims { B: u32, L: u32, E: u32, K: u32, stride: u32, x: u32, u: u32, segment: u32, carry: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read_write> rows: array<f32>;   // (B·L, stride): reads columns from x on, writes u's
@group(0) @binding(2) var<storage, read> weight: array<f32>;       // (E, 1, K)
@group(0) @binding(3) var<storage, read> bias: array<f32>;         // (E)
// carry: the K-1 inputs before the first, and in the end before the next (B, E, K-1); then segment = L
@group(0) @binding(4) var<storage, read_write> state: array<f32>;
const K: u32 = 4u;  // at most 4: the taps are the last K components of a vec4, zeros before them

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
  var taps = vec4f(0.0);
  var recent = vec4f(0.0);  // the last four inputs, the newest in w
  for (var k = 0u; k < K; k++) {
    taps[4u - K + k] = weight[e * K + k];
  }
  for (var k = 1u; k < K; k++) {
    if (dims.carry != 0u) {
      recent[4u - K + k] = state[(b * dims.E + e) * (K - 1u) + k - 1u];
    } else if (first + k >= K) {
      recent[4u - K + k] = rows[(b * dims.L + first + k - K) * dims.stride + dims.x + e];
    }
  }
  let offset = bias[e];
  for (var t = first; t < last; t++) {
    let base = (b * dims.L + t) * dims.stride + e;
    recent = vec4f(recent.yzw, rows[base + dims.x]);
    let sum = dot(taps, recent) + offset;
    rows[base + dims.u] = sum * sigmoid(sum);
  }
  if (dims.carry != 0u) {
    for (var k = 1u; k < K; k++) {
      state[(b * dims.E + e) * (K - 1u) + k - 1u] = recent[4u - K + k];
    }
  }
}
