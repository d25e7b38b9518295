// First of the three passes of a selective scan in segments: what a segment, but for the last, does to any state before it.
// Its end is  exp(A total) h + end,   total = Σ Δ over the segment,  end = the state after it if it began at zero,
// so that neither the decays nor the states of single steps leave the invocation. selective_scan_starts goes on from here.
// Four channels of a segment an invocation, GROUP states at a time, as in selective_scan.
//#import grid
//#import softplus4
struct Dims { B: u32, L: u32, E: u32, N: u32, R: u32, segment: u32, segments: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> rows: array<f32>;          // (B·L, 5E): x, z, u, delta, y
@group(0) @binding(2) var<storage, read> xdbl: array<f32>;          // (B·L, R+2N): low-rank delta, B, C
@group(0) @binding(3) var<storage, read> A_log: array<f32>;         // (E, N)
@group(0) @binding(4) var<storage, read_write> ends: array<f32>;    // (B, segments, E, N)
@group(0) @binding(5) var<storage, read_write> totals: array<f32>;  // (B, segments, E)
const N: u32 = 16u;
const GROUP: u32 = 8u;   // divides N; 1, 2, 4, or 8

// Four channels of a row; of those there are not, anything.
fn channels(at: u32) -> vec4f {
  return vec4f(rows[at], rows[at + 1u], rows[at + 2u], rows[at + 3u]);
}

fn rates(e: u32, n: u32) -> vec4f {
  let i = min(vec4u(e, e + 1u, e + 2u, e + 3u), vec4u(dims.E - 1u)) * N + n;
  return -exp(vec4f(A_log[i.x], A_log[i.y], A_log[i.z], A_log[i.w]));
}

fn put(place: u32, e: u32, n: u32, h: vec4f) {
  for (var q = 0u; q < min(4u, dims.E - e); q++) {
    ends[(place + q) * N + n] = h[q];
  }
}

@compute @workgroup_size(16)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let i = flat_index(group, local, groups, 16u);
  let quads = (dims.E + 3u) / 4u;
  let s = i / quads;  // of all sequences
  if (s >= dims.B * dims.segments) {
    return;
  }
  let e = i % quads * 4u;
  // Nothing starts from the end of the last segment, and nothing enters it from behind.
  if (s % dims.segments == dims.segments - 1u) {
    for (var q = 0u; q < min(4u, dims.E - e); q++) {
      totals[s * dims.E + e + q] = 0.0;
    }
    return;
  }
  let first = s % dims.segments * dims.segment;
  let begin = s / dims.segments * dims.L + first;
  let place = s * dims.E + e;
  for (var n = 0u; n < N; n += GROUP) {
    let A0 = rates(e, n);
    let A1 = rates(e, n + 1u);
    let A2 = rates(e, n + 2u);
    let A3 = rates(e, n + 3u);
    let A4 = rates(e, n + 4u);
    let A5 = rates(e, n + 5u);
    let A6 = rates(e, n + 6u);
    let A7 = rates(e, n + 7u);
    var h0 = vec4f(0.0);
    var h1 = vec4f(0.0);
    var h2 = vec4f(0.0);
    var h3 = vec4f(0.0);
    var h4 = vec4f(0.0);
    var h5 = vec4f(0.0);
    var h6 = vec4f(0.0);
    var h7 = vec4f(0.0);
    var total = vec4f(0.0);
    for (var row = begin; row < begin + dims.segment; row++) {
      let base = row * 5u * dims.E + e;
      let delta = softplus4(channels(base + 3u * dims.E));
      let inflow = delta * channels(base + 2u * dims.E);
      let inB = row * (dims.R + 2u * N) + dims.R + n;
      total += delta;
      h0 = exp(delta * A0) * h0 + inflow * xdbl[inB];
      if (GROUP > 1u) {
        h1 = exp(delta * A1) * h1 + inflow * xdbl[inB + 1u];
      }
      if (GROUP > 2u) {
        h2 = exp(delta * A2) * h2 + inflow * xdbl[inB + 2u];
        h3 = exp(delta * A3) * h3 + inflow * xdbl[inB + 3u];
      }
      if (GROUP > 4u) {
        h4 = exp(delta * A4) * h4 + inflow * xdbl[inB + 4u];
        h5 = exp(delta * A5) * h5 + inflow * xdbl[inB + 5u];
        h6 = exp(delta * A6) * h6 + inflow * xdbl[inB + 6u];
        h7 = exp(delta * A7) * h7 + inflow * xdbl[inB + 7u];
      }
    }
    put(place, e, n, h0);
    if (GROUP > 1u) {
      put(place, e, n + 1u, h1);
    }
    if (GROUP > 2u) {
      put(place, e, n + 2u, h2);
      put(place, e, n + 3u, h3);
    }
    if (GROUP > 4u) {
      put(place, e, n + 4u, h4);
      put(place, e, n + 5u, h5);
      put(place, e, n + 6u, h6);
      put(place, e, n + 7u, h7);
    }
    if (n == 0u) {
      for (var q = 0u; q < min(4u, dims.E - e); q++) {
        totals[place + q] = total[q];
      }
    }
  }
}
