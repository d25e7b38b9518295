// Adjoint of fft_convolve: correlations, which are causal convolutions of what is read from the end:
//   dx (+)= dy reversed * K, reversed;   dkernel[copy] = Σ over the copy's sequences of (dy reversed * x), reversed.
// An invocation keeps eight points of the sum's spectrum while it goes through the sequences of its copy.
//#import complex
//#import fft
//#import fft_rows
struct Dims { B: u32, L: u32, D: u32, M: u32, copies: u32, accumulate: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> roots: array<vec2f>;    // (2, ROOTS): roots of unity, weights
@group(0) @binding(2) var<storage, read> filters: array<vec2f>;  // (M, P, D), P bit-reversed
@group(0) @binding(3) var<storage, read> x: array<f32>;          // (B, L, D); if SPLIT complex (B, M, P, D)
@group(0) @binding(4) var<storage, read> dy: array<f32>;         // as x; if SPLIT of dy reversed
@group(0) @binding(5) var<storage, read_write> dx: array<f32>;   // as x; if SPLIT of dx reversed, and never added to
@group(0) @binding(6) var<storage, read_write> dkernel: array<f32>;  // (copies, L, D); if SPLIT complex (copies, M, P, D)
const P: u32 = 8u;        // points of a row: a power of two from 8 to 2048
const ROWS: u32 = 1u;     // of a workgroup
const THREADS: u32 = 1u;  // ROWS P/8
const TAIL: u32 = 8u;     // P over a power of 8: 2, 4, or 8
const ROOTS: u32 = 8u;    // points of the whole transform
const SPLIT: u32 = 0u;

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let row = local % ROWS;
  let turn = local / ROWS;
  let line_index = group.x * ROWS + row;  // of (M, D)
  let d = line_index % dims.D;
  let m = line_index / dims.D;
  let owned = m < dims.M;
  let span = (dims.B + dims.copies - 1u) / dims.copies;
  var z: array<vec2f, 8>;
  var from_dy: array<vec2f, 8>;
  var sum: array<vec2f, 8>;
  for (var b = group.y * span; b < min(dims.B, (group.y + 1u) * span); b++) {
    //#unroll
    for (var q = 0u; q < 8u; q++) {
      let t = turn + q * (P / 8u);
      z[q] = vec2f(0.0);
      if (owned && SPLIT != 0u) {
        let at = 2u * (((b * dims.M + m) * P + t) * dims.D + d);
        z[q] = vec2f(dy[at], dy[at + 1u]);
      } else if (owned && t < dims.L) {
        z[q] = roots[ROOTS + t] * dy[(b * dims.L + dims.L - 1u - t) * dims.D + d];
      }
    }
    fft_row(&z, turn, row);
    //#unroll
    for (var q = 0u; q < 8u; q++) {
      from_dy[q] = z[q];
      z[q] = times(z[q], filters[(m * P + 8u * turn + q) * dims.D + d]);
    }
    fft_row_back(&z, turn, row);
    //#unroll
    for (var q = 0u; q < 8u; q++) {
      let t = turn + q * (P / 8u);
      if (owned && SPLIT != 0u) {
        let at = 2u * (((b * dims.M + m) * P + t) * dims.D + d);
        dx[at] = z[q].x;
        dx[at + 1u] = z[q].y;
        z[q] = vec2f(x[at], x[at + 1u]);
      } else if (owned && t < dims.L) {
        let at = (b * dims.L + dims.L - 1u - t) * dims.D + d;
        let value = dot(z[q], roots[ROOTS + t]);
        if ((dims.accumulate & 1u) != 0u) {
          dx[at] += value;
        } else {
          dx[at] = value;
        }
        z[q] = roots[ROOTS + t] * x[(b * dims.L + t) * dims.D + d];
      } else {
        z[q] = vec2f(0.0);
      }
    }
    fft_row(&z, turn, row);
    //#unroll
    for (var q = 0u; q < 8u; q++) {
      sum[q] += times(z[q], from_dy[q]);
    }
    workgroupBarrier();
  }
  //#unroll
  for (var q = 0u; q < 8u; q++) {
    z[q] = sum[q] / f32(ROOTS);
  }
  fft_row_back(&z, turn, row);
  //#unroll
  for (var q = 0u; q < 8u; q++) {
    let t = turn + q * (P / 8u);
    if (owned && SPLIT != 0u) {
      let at = 2u * (((group.y * dims.M + m) * P + t) * dims.D + d);
      dkernel[at] = z[q].x;
      dkernel[at + 1u] = z[q].y;
    } else if (owned && t < dims.L) {
      dkernel[(group.y * dims.L + dims.L - 1u - t) * dims.D + d] = dot(z[q], roots[ROOTS + t]);
    }
  }
}
