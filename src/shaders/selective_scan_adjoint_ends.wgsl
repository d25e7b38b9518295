// selective_scan_ends for the adjoint, which runs backward in time: what leaves the first step of a segment, but for the first,
// as exp(Δ A) g, if nothing came in behind its last, with
//   g[t] = C dy' + exp(Δ[t+1] A) g[t+1],   dy' = dy silu(z),   as in selective_scan_backward.
//#import grid
//#import sigmoid4
struct Dims { B: u32, L: u32, E: u32, N: u32, R: u32, gated: u32, segment: u32, segments: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> rows: array<f32>;        // (B·L, 5E): x, z, u, Δ, y
@group(0) @binding(2) var<storage, read> xdbl: array<f32>;        // (B·L, R+2N): low-rank delta, B, C
@group(0) @binding(3) var<storage, read> A_log: array<f32>;       // (E, N)
@group(0) @binding(4) var<storage, read> drows: array<f32>;       // (B·L, 4E): dy
@group(0) @binding(5) var<storage, read_write> ends: array<f32>;  // (B, segments, E, N)
const N: u32 = 16u;
const GROUP: u32 = 8u;   // divides N; 1, 2, 4, or 8
const GATED: u32 = 1u;   // dims.gated

// Four channels of a row; of those there are not, anything.
fn channels(at: u32) -> vec4f {
  return vec4f(rows[at], rows[at + 1u], rows[at + 2u], rows[at + 3u]);
}

fn rates(e: u32, n: u32) -> vec4f {
  let i = min(vec4u(e, e + 1u, e + 2u, e + 3u), vec4u(dims.E - 1u)) * N + n;
  return -exp(vec4f(A_log[i.x], A_log[i.y], A_log[i.z], A_log[i.w]));
}

fn put(place: u32, e: u32, n: u32, adjoint: vec4f) {
  for (var q = 0u; q < min(4u, dims.E - e); q++) {
    ends[(place + q) * N + n] = adjoint[q];
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
  // Nothing comes before the first segment.
  if (s % dims.segments == 0u) {
    return;
  }
  let first = s % dims.segments * dims.segment;
  let steps = min(dims.segment, dims.L - first);
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
    var adjoint0 = vec4f(0.0);
    var adjoint1 = vec4f(0.0);
    var adjoint2 = vec4f(0.0);
    var adjoint3 = vec4f(0.0);
    var adjoint4 = vec4f(0.0);
    var adjoint5 = vec4f(0.0);
    var adjoint6 = vec4f(0.0);
    var adjoint7 = vec4f(0.0);
    for (var left = steps; left > 0u; left--) {
      let row = begin + left - 1u;
      let base = row * 5u * dims.E + e;
      let gradient = row * 4u * dims.E + e;
      let delta = channels(base + 3u * dims.E);
      var dout = vec4f(drows[gradient], drows[gradient + 1u], drows[gradient + 2u], drows[gradient + 3u]);
      if (GATED != 0u) {
        let z = channels(base + dims.E);
        dout *= z * sigmoid4(z);
      }
      let outC = row * (dims.R + 2u * N) + dims.R + N + n;
      adjoint0 = exp(delta * A0) * (xdbl[outC] * dout + adjoint0);
      if (GROUP > 1u) {
        adjoint1 = exp(delta * A1) * (xdbl[outC + 1u] * dout + adjoint1);
      }
      if (GROUP > 2u) {
        adjoint2 = exp(delta * A2) * (xdbl[outC + 2u] * dout + adjoint2);
        adjoint3 = exp(delta * A3) * (xdbl[outC + 3u] * dout + adjoint3);
      }
      if (GROUP > 4u) {
        adjoint4 = exp(delta * A4) * (xdbl[outC + 4u] * dout + adjoint4);
        adjoint5 = exp(delta * A5) * (xdbl[outC + 5u] * dout + adjoint5);
        adjoint6 = exp(delta * A6) * (xdbl[outC + 6u] * dout + adjoint6);
        adjoint7 = exp(delta * A7) * (xdbl[outC + 7u] * dout + adjoint7);
      }
    }
    put(place, e, n, adjoint0);
    if (GROUP > 1u) {
      put(place, e, n + 1u, adjoint1);
    }
    if (GROUP > 2u) {
      put(place, e, n + 2u, adjoint2);
      put(place, e, n + 3u, adjoint3);
    }
    if (GROUP > 4u) {
      put(place, e, n + 4u, adjoint4);
      put(place, e, n + 5u, adjoint5);
      put(place, e, n + 6u, adjoint6);
      put(place, e, n + 7u, adjoint7);
    }
  }
}
