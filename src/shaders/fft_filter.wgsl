// Spectrum of a convolution kernel with a skip connection, ready for fft_convolve: (FFT(K) + skip) / ROOTS.
//#import grid
//#import complex
//#import fft
//#import fft_rows
struct Dims { L: u32, D: u32, M: u32, P: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> roots: array<vec2f>;         // (2, ROOTS): roots of unity, weights
@group(0) @binding(2) var<storage, read> x: array<f32>;               // (L, D); if SPLIT the complex (M, P, D) of fft_split
@group(0) @binding(3) var<storage, read> skip: array<f32>;            // (D)
@group(0) @binding(4) var<storage, read_write> filters: array<vec2f>; // (M, P, D), P bit-reversed
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
  let line_index = flat_index(group, row, groups, ROWS);  // of (M, D)
  let d = line_index % dims.D;
  let m = line_index / dims.D;
  let owned = m < dims.M;
  var z: array<vec2f, 8>;
  //#unroll
  for (var q = 0u; q < 8u; q++) {
    let t = turn + q * (P / 8u);
    z[q] = vec2f(0.0);
    if (owned && SPLIT != 0u) {
      let at = 2u * ((m * P + t) * dims.D + d);
      z[q] = vec2f(x[at], x[at + 1u]);
    } else if (owned && t < dims.L) {
      z[q] = roots[ROOTS + t] * x[t * dims.D + d];
    }
  }
  fft_row(&z, turn, row);
  if (!owned) {
    return;
  }
  //#unroll
  for (var q = 0u; q < 8u; q++) {
    filters[(m * P + 8u * turn + q) * dims.D + d] = (z[q] + vec2f(skip[d], 0.0)) / f32(ROOTS);
  }
}
