// With a[n] = bias[n] + Σ_k Σ_d x[t - (K-1-k)·dilation, d] weight[n, d, k]:  y[c] = tanh(a[c]) · sigmoid(a[D + c]).
// What lies before the call's first token comes from the queue if there is one, and is zero otherwise.
// A part takes taps `start` to `stop`. Between parts, `gates` holds the sums so far.
// An invocation computes filter and gate of 4 rows (the lanes of a vector) and 4 channels.
//#import safe_tanh
//#import sigmoid
//#import token_before
@group(0) @binding(1) var<storage, read> x: array<f32>;             // (B, L, D)
@group(0) @binding(2) var<storage, read> weight: array<f32>;        // (2D, D, K)
@group(0) @binding(3) var<storage, read> bias: array<f32>;          // (2D)
@group(0) @binding(4) var<storage, read> queue: array<f32>;         // (B, slots, D), if CARRY
@group(0) @binding(5) var<storage, read> cursor: array<i32>;        // [0]: position of the first token, if CARRY
@group(0) @binding(6) var<storage, read_write> gates: array<f32>;   // (B, L, 2D): tanh, then sigmoid; if save, or if in parts
@group(0) @binding(7) var<storage, read_write> y: array<f32>;       // (B, L, D)
alias Element = f32;
const WIDTH: u32 = 1u;
const CARRY: u32 = 0u;

fn store(row: u32, channel: u32, filtered: f32, gate: f32) {
  if (row >= dims.B * dims.L || channel >= dims.D) {
    return;
  }
  if (dims.stop < dims.K) {
    gates[row * 2u * dims.D + channel] = filtered;
    gates[(row * 2u + 1u) * dims.D + channel] = gate;
    return;
  }
  let t = safe_tanh(filtered + bias[channel]);
  let s = sigmoid(gate + bias[dims.D + channel]);
  y[row * dims.D + channel] = t * s;
  if (dims.save != 0u) {
    gates[row * 2u * dims.D + channel] = t;
    gates[(row * 2u + 1u) * dims.D + channel] = s;
  }
}

fn store_column(row: u32, channel: u32, filtered: vec4f, gate: vec4f) {
  store(row, channel, filtered.x, gate.x);
  store(row + 1u, channel, filtered.y, gate.y);
  store(row + 2u, channel, filtered.z, gate.z);
  store(row + 3u, channel, filtered.w, gate.w);
}

// The sums of four rows that an earlier part left.
fn left(row: u32, channel: u32) -> vec4f {
  let rows = min(vec4u(row) + vec4u(0u, 1u, 2u, 3u), vec4u(dims.B * dims.L - 1u)) * 2u * dims.D + channel;
  return vec4f(gates[rows.x], gates[rows.y], gates[rows.z], gates[rows.w]);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) invocation: vec3u) {
  let channel = invocation.x * 4u;
  let row = invocation.y * 4u;
  let last = dims.B * dims.L - 1u;
  if (channel >= dims.D || row > last) {
    return;
  }
  let width = dims.D * dims.K;
  let filters = min(vec4u(channel) + vec4u(0u, 1u, 2u, 3u), vec4u(dims.D - 1u)) * width;
  let opposite = dims.D * width;
  var f0 = vec4f();
  var f1 = vec4f();
  var f2 = vec4f();
  var f3 = vec4f();
  var g0 = vec4f();
  var g1 = vec4f();
  var g2 = vec4f();
  var g3 = vec4f();
  if (dims.start > 0u) {
    let last_channel = dims.D - 1u;
    f0 = left(row, channel);
    f1 = left(row, min(channel + 1u, last_channel));
    f2 = left(row, min(channel + 2u, last_channel));
    f3 = left(row, min(channel + 3u, last_channel));
    g0 = left(row, dims.D + channel);
    g1 = left(row, dims.D + min(channel + 1u, last_channel));
    g2 = left(row, dims.D + min(channel + 2u, last_channel));
    g3 = left(row, dims.D + min(channel + 3u, last_channel));
  }
  let rows = min(vec4u(row) + vec4u(0u, 1u, 2u, 3u), vec4u(last));
  let t = rows % vec4u(dims.L);
  for (var k = dims.start; k < dims.stop; k++) {
    let shift = (dims.K - 1u - k) * dims.dilation;
    let place = vec4i(
      find(rows.x, t.x, shift), find(rows.y, t.y, shift), find(rows.z, t.z, shift), find(rows.w, t.w, shift),
    );
    let known = select(vec4f(1.0), vec4f(0.0), place == vec4i(NOWHERE));
    for (var d = 0u; d < dims.D; d++) {
      let v = vec4f(load(place.x, d), load(place.y, d), load(place.z, d), load(place.w, d)) * known;
      let at = filters + vec4u(d * dims.K + k);
      f0 += v * weight[at.x];
      f1 += v * weight[at.y];
      f2 += v * weight[at.z];
      f3 += v * weight[at.w];
      g0 += v * weight[at.x + opposite];
      g1 += v * weight[at.y + opposite];
      g2 += v * weight[at.z + opposite];
      g3 += v * weight[at.w + opposite];
    }
  }
  store_column(row, channel, f0, g0);
  store_column(row, channel + 1u, f1, g1);
  store_column(row, channel + 2u, f2, g2);
  store_column(row, channel + 3u, f3, g3);
}
