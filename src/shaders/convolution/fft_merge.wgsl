// Second half of a long inverse FFT: undoes fft_split; y (+)= the real part of the row, its weight taken off.
//#import grid
//#import complex
//#import fft_row
struct Dims { B: u32, L: u32, D: u32, P: u32, M: u32, reverse: u32, accumulate: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> roots: array<vec2f>;    // (2, ROOTS): roots of unity, weights
@group(0) @binding(2) var<storage, read> blocks: array<vec2f>;   // (B, P, M, D), P bit-reversed
@group(0) @binding(3) var<storage, read_write> y: array<f32>;    // (B, L, D), written from the end if reverse
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
  let add = (dims.accumulate & 1u) != 0u;
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
    let k = reverseBits(p) / (0x80000000u / (P / 2u));
    line[p] = times_conj(blocks[((b * P + p) * M + m) * D + d], roots[m * k]);
  }
  fft_row_back(&line);
  for (var p = 0u; p < P; p++) {
    let t = p * M + m;
    if (t < L) {
      let at = (b * L + select(t, L - 1u - t, reverse)) * D + d;
      var value = dot(line[p], roots[ROOTS + t]);
      if (add) {
        value += y[at];
      }
      y[at] = value;
    }
  }
}
