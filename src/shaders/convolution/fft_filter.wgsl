// Spectrum of a convolution kernel with a skip connection, ready for fft_convolve: (FFT(K) + skip) / ROOTS.
//#import grid
//#import complex
//#import fft_row
struct Dims { L: u32, D: u32, M: u32, P: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> roots: array<vec2f>;          // (2, ROOTS): roots of unity, weights
@group(0) @binding(2) var<storage, read> x: array<f32>;                // (L, D); if SPLIT the complex (M, P, D) of fft_split
@group(0) @binding(3) var<storage, read> skip: array<f32>;             // (D)
@group(0) @binding(4) var<storage, read_write> filters: array<vec2f>;  // (M, P, D), P bit-reversed
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
  let i = flat_index(group, local, groups, 32u);  // of (M, D)
  let d = i % D;
  let m = i / D;
  if (m >= M) {
    return;
  }
  var line: array<vec2f, P>;
  for (var t = 0u; t < P; t++) {
    if (SPLIT != 0u) {
      let at = 2u * ((m * P + t) * D + d);
      line[t] = vec2f(x[at], x[at + 1u]);
    } else if (t < L) {
      line[t] = roots[ROOTS + t] * x[t * D + d];
    }
  }
  fft_row(&line);
  for (var p = 0u; p < P; p++) {
    filters[(m * P + p) * D + d] = (line[p] + vec2f(skip[d], 0.0)) / f32(ROOTS);
  }
}
