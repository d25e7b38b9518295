// Second half of a long inverse FFT: undoes fft_split; y (+)= the real part of the row, its weight taken off.
//#import grid
//#import complex
//#import fft
//#import fft_rows
struct Dims { B: u32, L: u32, D: u32, P: u32, M: u32, reverse: u32, accumulate: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> roots: array<vec2f>;    // (2, ROOTS): roots of unity, weights
@group(0) @binding(2) var<storage, read> blocks: array<vec2f>;   // (B, P, M, D), P bit-reversed
@group(0) @binding(3) var<storage, read_write> y: array<f32>;    // (B, L, D), written from the end if reverse
const P: u32 = 8u;        // points of a row: a power of two from 8 to 2048
const ROWS: u32 = 1u;     // of a workgroup
const THREADS: u32 = 1u;  // ROWS P/8
const PASSES: u32 = 1u;   // log8 P, rounded up
const TAIL: u32 = 8u;     // P over 8^(PASSES - 1)
const ROOTS: u32 = 8u;    // points of the whole transform

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let row = local % ROWS;
  let turn = local / ROWS;
  let column = flat_index(group, row, groups, ROWS);  // of (B, M, D)
  let d = column % dims.D;
  let m = column / dims.D % dims.M;
  let b = column / dims.D / dims.M;
  let owned = b < dims.B;
  var z: array<vec2f, 8>;
  //#unroll
  for (var q = 0u; q < 8u; q++) {
    z[q] = vec2f(0.0);
    if (owned) {
      let place = 8u * turn + q;
      let k = reverseBits(place) / (0x80000000u / (P / 2u));
      z[q] = times_conj(blocks[((b * P + place) * dims.M + m) * dims.D + d], roots[m * k]);
    }
  }
  fft_row_back(&z, turn, row);
  //#unroll
  for (var q = 0u; q < 8u; q++) {
    let t = (turn + q * (P / 8u)) * dims.M + m;
    if (owned && t < dims.L) {
      let at = (b * dims.L + select(t, dims.L - 1u - t, dims.reverse != 0u)) * dims.D + d;
      let value = dot(z[q], roots[ROOTS + t]);
      if ((dims.accumulate & 1u) != 0u) {
        y[at] += value;
      } else {
        y[at] = value;
      }
    }
  }
}
