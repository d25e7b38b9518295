// Causal convolution of rows with a filter per channel, in O(L log L): y = Re(unweight(IFFT(FFT(weight(x)) · filter))).
// With weights exp(-iπ t / 2P) a product of FFTs of P points is a product of polynomials modulo X^P = -i, so that what runs
// over the end comes back times -i, in the imaginary part: real rows need no padding to 2P (a discrete weighted transform,
// Crandall and Fagin 1994). With SPLIT, rows are the blocks of fft_split, transformed in place of weighted rows.
//#import grid
//#import complex
//#import fft
//#import fft_rows
struct Dims { B: u32, L: u32, D: u32, M: u32, P: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> roots: array<vec2f>;    // (2, ROOTS): roots of unity, weights
@group(0) @binding(2) var<storage, read> filters: array<vec2f>;  // (M, P, D), P bit-reversed
@group(0) @binding(3) var<storage, read> x: array<f32>;          // (B, L, D); if SPLIT complex (B, M, P, D)
@group(0) @binding(4) var<storage, read_write> y: array<f32>;    // as x
const P: u32 = 8u;        // points of a row: a power of two from 8 to 2048
const ROWS: u32 = 1u;     // of a workgroup
const THREADS: u32 = 1u;  // ROWS P/8
const PASSES: u32 = 1u;   // log8 P, rounded up
const TAIL: u32 = 8u;     // P over 8^(PASSES - 1)
const ROOTS: u32 = 8u;    // points of the whole transform
const SPLIT: u32 = 0u;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let row = local % ROWS;
  let turn = local / ROWS;
  let line_index = flat_index(group, row, groups, ROWS);  // of (B, M, D)
  let d = line_index % dims.D;
  let m = line_index / dims.D % dims.M;
  let b = line_index / dims.D / dims.M;
  let owned = b < dims.B;
  var z: array<vec2f, 8>;
  //#unroll
  for (var q = 0u; q < 8u; q++) {
    let t = turn + q * (P / 8u);
    z[q] = vec2f(0.0);
    if (owned && SPLIT != 0u) {
      let at = 2u * (((b * dims.M + m) * P + t) * dims.D + d);
      z[q] = vec2f(x[at], x[at + 1u]);
    } else if (owned && t < dims.L) {
      z[q] = roots[ROOTS + t] * x[(b * dims.L + t) * dims.D + d];
    }
  }
  fft_row(&z, turn, row);
  //#unroll
  for (var q = 0u; q < 8u; q++) {
    z[q] = times(z[q], filters[(m * P + 8u * turn + q) * dims.D + d]);
  }
  fft_row_back(&z, turn, row);
  //#unroll
  for (var q = 0u; q < 8u; q++) {
    let t = turn + q * (P / 8u);
    if (owned && SPLIT != 0u) {
      let at = 2u * (((b * dims.M + m) * P + t) * dims.D + d);
      y[at] = z[q].x;
      y[at + 1u] = z[q].y;
    } else if (owned && t < dims.L) {
      y[(b * dims.L + t) * dims.D + d] = dot(z[q], roots[ROOTS + t]);
    }
  }
}
