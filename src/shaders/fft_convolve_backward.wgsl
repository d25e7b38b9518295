// Adjoint of fft_convolve: correlations, which are causal convolutions of what is read from the end:
//   dx (+)= dy reversed * K, reversed;   dkernel[copy] = Σ over the copy's sequences of (dy reversed * x), reversed.
// An invocation keeps eight points of the sum's spectrum while it goes through the sequences of its copy.
//#import complex
//#import fft
//#import fft_rows
struct Dims { B: u32, L: u32, D: u32, M: u32, P: u32, copies: u32, accumulate: u32 }
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
const PASSES: u32 = 1u;   // log8 P, rounded up
const TAIL: u32 = 8u;     // P over 8^(PASSES - 1)
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
  let begin = group.y * span;
  let end = min(dims.B, begin + span);
  // Even turns take a sequence's dy, odd ones its x.
  for (var i = 2u * begin; i < 2u * end; i++) {
    let b = i / 2u;
    let is_dy = i % 2u == 0u;
    //#unroll
    for (var q = 0u; q < 8u; q++) {
      let t = turn + q * (P / 8u);
      z[q] = vec2f(0.0);
      if (owned && SPLIT != 0u) {
        let at = 2u * (((b * dims.M + m) * P + t) * dims.D + d);
        if (is_dy) {
          z[q] = vec2f(dy[at], dy[at + 1u]);
        } else {
          z[q] = vec2f(x[at], x[at + 1u]);
        }
      } else if (owned && t < dims.L) {
        let at = b * dims.L * dims.D + d;
        if (is_dy) {
          z[q] = roots[ROOTS + t] * dy[at + (dims.L - 1u - t) * dims.D];
        } else {
          z[q] = roots[ROOTS + t] * x[at + t * dims.D];
        }
      }
    }
    workgroupBarrier();  // all have read what the last turn left
    fft_row(&z, turn, row);
    if (is_dy) {
      //#unroll
      for (var q = 0u; q < 8u; q++) {
        from_dy[q] = z[q];
        z[q] = times(z[q], filters[(m * P + 8u * turn + q) * dims.D + d]);
      }
    } else {
      //#unroll
      for (var q = 0u; q < 8u; q++) {
        sum[q] += times(z[q], from_dy[q]) / f32(ROOTS);
        z[q] = sum[q];
      }
    }
    if (is_dy || i + 1u == 2u * end) {
      fft_row_back(&z, turn, row);
      //#unroll
      for (var q = 0u; q < 8u; q++) {
        let t = turn + q * (P / 8u);
        if (owned && SPLIT != 0u) {
          if (is_dy) {
            let at = 2u * (((b * dims.M + m) * P + t) * dims.D + d);
            dx[at] = z[q].x;
            dx[at + 1u] = z[q].y;
          } else {
            let at = 2u * (((group.y * dims.M + m) * P + t) * dims.D + d);
            dkernel[at] = z[q].x;
            dkernel[at + 1u] = z[q].y;
          }
        } else if (owned && t < dims.L) {
          let value = dot(z[q], roots[ROOTS + t]);
          if (!is_dy) {
            dkernel[(group.y * dims.L + dims.L - 1u - t) * dims.D + d] = value;
          } else if ((dims.accumulate & 1u) != 0u) {
            dx[(b * dims.L + dims.L - 1u - t) * dims.D + d] += value;
          } else {
            dx[(b * dims.L + dims.L - 1u - t) * dims.D + d] = value;
          }
        }
      }
    }
  }
}
