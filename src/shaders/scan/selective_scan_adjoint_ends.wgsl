// selective_scan_ends for the adjoint, backward in time. end = the exp(Δ A) g of the first step of a segment, if no adjoint
// enters after the last step. The first segment has no end. As in selective_scan_backward,
//   g[t] = C dy' + exp(Δ[t+1] A) g[t+1],   dy' = dy silu(z).
//#import segment_ends
//#import sigmoid
@group(0) @binding(1) var<storage, read> rows: array<f32>;        // (B·L, stride): from columns delta, z on Δ, z
@group(0) @binding(2) var<storage, read> xdbl: array<f32>;        // (B·L, BC_stride): from column BC on B, C
@group(0) @binding(3) var<storage, read> A_log: array<f32>;       // (E, N)
@group(0) @binding(4) var<storage, read> drows: array<f32>;       // (B·L, d_stride): from column dy on
@group(0) @binding(5) var<storage, read_write> ends: array<f32>;  // (B, segments, E, N)
const GROUP: u32 = 8u;   // divides N
const GATED: u32 = 1u;   // dims.gated

//#each 16
fn each(i: u32) {
  let own = place_of(i);
  if (own.s >= dims.B * dims.segments) {
    return;
  }
  // No segment comes before the first.
  if (own.s % dims.segments == 0u) {
    return;
  }
  let steps = min(dims.segment, dims.L - own.s % dims.segments * dims.segment);
  let begin = begin_of(own.s);
  let place = own.s * dims.E + own.e;
  for (var n = 0u; n < N; n += GROUP) {
    var A: array<vec4f, GROUP>;
    var adjoint: array<vec4f, GROUP>;
    //#unroll
    for (var k = 0u; k < GROUP; k++) {
      A[k] = state_matrix(own.e, n + k);
      adjoint[k] = left(place, own.e, n + k);
    }
    let end = steps - min(dims.start, steps);
    let until = steps - min(dims.stop, steps);
    for (var left = end; left > until; left--) {
      let row = begin + left - 1u;
      let base = row * dims.stride + own.e;
      let gradient = row * dims.d_stride + dims.dy + own.e;
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
      put(place, own.e, n + k, adjoint[k]);
    }
  }
}
