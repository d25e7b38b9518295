// Causal convolution of rows with a filter per channel, in O(L log L): y = Re(unweight(IFFT(FFT(weight(x)) · filter))).
// With weights exp(-iπ t / 2P) a product of FFTs of P points is a product of polynomials modulo X^P = -i, so that what runs
// over the end comes back times -i, in the imaginary part: real rows need no padding to 2P (a discrete weighted transform,
// Crandall and Fagin 1994). With SPLIT, rows are the blocks of fft_split, transformed in place of weighted rows.
//#import grid
//#import complex
//#import fft_row
struct Dims { B: u32, L: u32, D: u32, M: u32, P: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> roots: array<vec2f>;    // (2, ROOTS): roots of unity, weights
@group(0) @binding(2) var<storage, read> filters: array<vec2f>;  // (M, P, D), P bit-reversed
@group(0) @binding(3) var<storage, read> x: array<f32>;          // (B, L, D); if SPLIT complex (B, M, P, D)
@group(0) @binding(4) var<storage, read_write> y: array<f32>;    // as x
const P: u32 = 8u;       // points of a row: a power of two from 8 to 512
const PASSES: u32 = 1u;  // log8 P, rounded up
const TAIL: u32 = 8u;    // P over 8^(PASSES - 1)
const ROOTS: u32 = 8u;   // points of the whole transform
const SPLIT: u32 = 0u;

@compute @workgroup_size(32)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let L = dims.L;
  let D = dims.D;
  let M = dims.M;
  let i = flat_index(group, local, groups, 32u);  // of (B, M, D)
  let d = i % D;
  let m = i / D % M;
  let b = i / D / M;
  if (b >= dims.B) {
    return;
  }
  var line: array<vec2f, P>;
  for (var t = 0u; t < P; t++) {
    if (SPLIT != 0u) {
      let at = 2u * (((b * M + m) * P + t) * D + d);
      line[t] = vec2f(x[at], x[at + 1u]);
    } else if (t < L) {
      line[t] = roots[ROOTS + t] * x[(b * L + t) * D + d];
    }
  }
  fft_row(&line);
  for (var p = 0u; p < P; p++) {
    line[p] = times(line[p], filters[(m * P + p) * D + d]);
  }
  fft_row_back(&line);
  for (var t = 0u; t < P; t++) {
    if (SPLIT != 0u) {
      let at = 2u * (((b * M + m) * P + t) * D + d);
      y[at] = line[t].x;
      y[at + 1u] = line[t].y;
    } else if (t < L) {
      y[(b * L + t) * D + d] = dot(line[t], roots[ROOTS + t]);
    }
  }
}
