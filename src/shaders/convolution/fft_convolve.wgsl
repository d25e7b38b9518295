// Causal convolution of rows with a filter per channel, in O(L log L): y = Re(unweight(IFFT(FFT(weight(x)) · filter))).
// With weights exp(-iπ t / 2P), a product of FFTs of P points is a product of polynomials modulo X^P = -i. What runs over the end
// comes back multiplied by -i, in the imaginary part, so real rows need no padding to 2P (a discrete weighted transform, Crandall
// and Fagin 1994). With SPLIT, rows are the blocks of fft_split, which has weighted them already.
// FILTER computes the spectrum of a filter K with a skip connection, as fft_convolve reads it: (FFT(weight(K)) + skip) / ROOTS.
//#permutation fft_convolve
//#permutation fft_filter FILTER
//#import complex
//#import fft_row
//#import fft_column
//#import fft_input
//#import fft_load
@group(0) @binding(1) var<storage, read> roots: array<vec2f>;          // (2, ROOTS): roots of unity, weights
//#if FILTER
@group(0) @binding(2) var<storage, read> x: array<f32>;                // (L, D); if SPLIT the complex (M, P, D) of fft_split
@group(0) @binding(3) var<storage, read> skip: array<f32>;             // (D)
@group(0) @binding(4) var<storage, read_write> filters: array<vec2f>;  // (M, P, D), P bit-reversed
//#else
@group(0) @binding(2) var<storage, read> filters: array<vec2f>;        // (M, P, D), P bit-reversed
@group(0) @binding(3) var<storage, read> x: array<f32>;                // (B, L, D); if SPLIT complex (B, M, P, D)
@group(0) @binding(4) var<storage, read_write> y: array<f32>;          // as x
//#endif

//#each 32
fn each(i: u32) {
  let column = column_of(i);  // of (B, M, D)
  //#if FILTER
  if (column.b > 0u) {
  //#else
  if (column.b >= dims.B) {
  //#endif
    return;
  }
  var line: array<vec2f, P>;
  load_row(&line, column);
  fft_row(&line);
  //#if FILTER
  for (var p = 0u; p < P; p++) {
    filters[point(column, p)] = (line[p] + vec2f(skip[column.d], 0.0)) / f32(ROOTS);
  }
  //#else
  for (var p = 0u; p < P; p++) {
    line[p] = times(line[p], filters[(column.m * P + p) * dims.D + column.d]);
  }
  fft_row_back(&line);
  for (var t = 0u; t < P; t++) {
    if (SPLIT != 0u) {
      let at = 2u * point(column, t);
      y[at] = line[t].x;
      y[at + 1u] = line[t].y;
    } else if (t < dims.L) {
      y[token(column, t)] = dot(line[t], roots[ROOTS + t]);
    }
  }
  //#endif
}
