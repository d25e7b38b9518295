//#permutation decay_window
//#permutation decay_window_backward BACKWARD
// Filters of a long convolution, D columns of h: K = h (exp(-rate l) + shift) at lag l, and skip more at lag 0. Rates go evenly
// from slow to fast over all columns.
//#if BACKWARD
@group(0) @binding(1) var<storage, read> dK: array<f32>;           // (summands, L, D)
@group(0) @binding(2) var<storage, read_write> dh: array<f32>;     // (L, stride)
@group(0) @binding(3) var<storage, read_write> dskip: array<f32>;  // (stride)
//#else
@group(0) @binding(1) var<storage, read> h: array<f32>;            // (L, stride)
@group(0) @binding(2) var<storage, read> skip: array<f32>;         // (stride)
@group(0) @binding(3) var<storage, read_write> K: array<f32>;      // (L, D)
//#endif

//#each 64 of dims.L * dims.D
fn each(i: u32) {
  let l = i / dims.D;
  let column = dims.offset + i % dims.D;
  let rate = dims.slow + (dims.fast - dims.slow) * f32(column) / f32(max(dims.stride, 2u) - 1u);
  let factor = exp(-rate * f32(l)) + dims.shift;
  //#if BACKWARD
  var pull = 0.0;
  for (var s = 0u; s < dims.summands; s++) {
    pull += dK[s * dims.L * dims.D + i];
  }
  dh[l * dims.stride + column] = pull * factor;
  if (l == 0u) {
    dskip[column] = pull;
  }
  //#else
  var tap = h[l * dims.stride + column] * factor;
  if (l == 0u) {
    tap += skip[column];
  }
  K[i] = tap;
  //#endif
}
