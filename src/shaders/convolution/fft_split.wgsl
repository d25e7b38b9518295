// First half of a long FFT (four-step: Bailey 1990). A row of ROOTS = P M points, padded with zeros, is a matrix (P, M). This
// shader transforms its columns and turns them by exp(-2πi m k / ROOTS). The transforms of P rows of M points are left to do.
// First it weights the row by exp(-iπ t / 2 ROOTS): see fft_convolve.
// MERGE is the second half of a long inverse FFT, the inverse of this: y (+)= the real part of the row, its weights taken off.
//#permutation fft_split
//#permutation fft_merge MERGE
//#import complex
//#import fft_row
//#import fft_column
@group(0) @binding(1) var<storage, read> roots: array<vec2f>;         // (2, ROOTS): roots of unity, weights
//#if MERGE
@group(0) @binding(2) var<storage, read> blocks: array<vec2f>;        // (B, P, M, D), P bit-reversed
@group(0) @binding(3) var<storage, read_write> y: array<f32>;         // (B, L, D), written from the end if reverse
//#else
@group(0) @binding(2) var<storage, read> x: array<f32>;               // (B, L, D), read from the end if reverse
@group(0) @binding(3) var<storage, read_write> blocks: array<vec2f>;  // (B, P, M, D), P bit-reversed
//#endif

//#each 32
fn each(i: u32) {
  let reverse = dims.reverse != 0u;
  let column = column_of(i);  // of (B, M, D)
  if (column.b >= dims.B) {
    return;
  }
  var line: array<vec2f, P>;
  //#if MERGE
  let add = (dims.accumulate & 1u) != 0u;
  for (var p = 0u; p < P; p++) {
    let k = reverseBits(p) / (0x80000000u / (P / 2u));
    line[p] = times_conj(blocks[((column.b * P + p) * dims.M + column.m) * dims.D + column.d], roots[column.m * k]);
  }
  fft_row_back(&line);
  //#endif
  for (var p = 0u; p < P; p++) {
    let t = p * dims.M + column.m;
    if (t < dims.L) {
      let at = token(column, select(t, dims.L - 1u - t, reverse));
      //#if MERGE
      var value = dot(line[p], roots[ROOTS + t]);
      if (add) {
        value += y[at];
      }
      y[at] = value;
      //#else
      line[p] = roots[ROOTS + t] * x[at];
      //#endif
    }
  }
  //#if !MERGE
  fft_row(&line);
  for (var p = 0u; p < P; p++) {
    let k = reverseBits(p) / (0x80000000u / (P / 2u));
    blocks[((column.b * P + p) * dims.M + column.m) * dims.D + column.d] = times(line[p], roots[column.m * k]);
  }
  //#endif
}
