// First half of a long FFT (four-step: Bailey 1990). A row of ROOTS = P M points, padded with zeros, is a matrix (P, M); here its
// columns are transformed and turned by exp(-2πi m k / ROOTS); what is left are P rows of M points.
// The row is weighted by exp(-iπ t / 2 ROOTS) first: see fft_convolve.
//#import grid
//#import complex
//#import fft_row
struct Dims { B: u32, L: u32, D: u32, P: u32, M: u32, reverse: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> roots: array<vec2f>;         // (2, ROOTS): roots of unity, weights
@group(0) @binding(2) var<storage, read> x: array<f32>;               // (B, L, D), read from the end if reverse
@group(0) @binding(3) var<storage, read_write> blocks: array<vec2f>;  // (B, P, M, D), P bit-reversed
const P: u32 = 8u;       // points of a row: a power of two from 8 to 512
const PASSES: u32 = 1u;  // log8 P, rounded up
const TAIL: u32 = 8u;    // P over 8^(PASSES - 1)
const ROOTS: u32 = 8u;   // points of the whole transform

@compute @workgroup_size(32)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let reverse = dims.reverse != 0u;
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
  for (var p = 0u; p < P; p++) {
    let t = p * M + m;
    if (t < L) {
      let at = select(t, L - 1u - t, reverse);
      line[p] = roots[ROOTS + t] * x[(b * L + at) * D + d];
    }
  }
  fft_row(&line);
  for (var p = 0u; p < P; p++) {
    let k = reverseBits(p) / (0x80000000u / (P / 2u));
    blocks[((b * P + p) * M + m) * D + d] = times(line[p], roots[m * k]);
  }
}
