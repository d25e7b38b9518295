// selective_scan_ends for the adjoint, which runs backward in time: what leaves the first step of a segment, but for the first,
// as exp(Δ A) g, if nothing came in behind its last, with
//   g[t] = C dy' + exp(Δ[t+1] A) g[t+1],   dy' = dy silu(z),   as in selective_scan_backward.
//#import grid
//#import sigmoid4
struct Dims {
  B: u32, L: u32, E: u32, N: u32,
  stride: u32, u: u32, delta: u32, BC: u32, BC_stride: u32, z: u32,
  d_stride: u32, dy: u32,
  gated: u32, segment: u32, segments: u32,
  start: u32, stop: u32,
}
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> rows: array<f32>;        // (B·L, stride): from columns delta, z on Δ, z
@group(0) @binding(2) var<storage, read> xdbl: array<f32>;        // (B·L, BC_stride): from column BC on B, C
@group(0) @binding(3) var<storage, read> A_log: array<f32>;       // (E, N)
@group(0) @binding(4) var<storage, read> drows: array<f32>;       // (B·L, d_stride): from column dy on
@group(0) @binding(5) var<storage, read_write> ends: array<f32>;  // (B, segments, E, N)
const N: u32 = 16u;
const GROUP: u32 = 8u;   // divides N
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
    var A: array<vec4f, GROUP>;
    var adjoint: array<vec4f, GROUP>;
    //#unroll
    for (var k = 0u; k < GROUP; k++) {
      A[k] = rates(e, n + k);
      adjoint[k] = vec4f(0.0);
      for (var q = 0u; dims.start > 0u && q < min(4u, dims.E - e); q++) {
        adjoint[k][q] = ends[(place + q) * N + n + k];
      }
    }
    let end = steps - min(dims.start, steps);
    let until = steps - min(dims.stop, steps);
    for (var left = end; left > until; left--) {
      let row = begin + left - 1u;
      let base = row * dims.stride + e;
      let gradient = row * dims.d_stride + dims.dy + e;
      let delta = channels(base + dims.delta);
      var dout = vec4f(drows[gradient], drows[gradient + 1u], drows[gradient + 2u], drows[gradient + 3u]);
      if (GATED != 0u) {
        let z = channels(base + dims.z);
        dout *= z * sigmoid4(z);
      }
      let outC = row * dims.BC_stride + dims.BC + N + n;
      //#unroll
      for (var k = 0u; k < GROUP; k++) {
        adjoint[k] = exp(delta * A[k]) * (xdbl[outC + k] * dout + adjoint[k]);
      }
    }
    //#unroll
    for (var k = 0u; k < GROUP; k++) {
      put(place, e, n + k, adjoint[k]);
    }
  }
}
