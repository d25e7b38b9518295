// The filter of conjugate pairs of states under the bilinear rule: K[l] = 2 Re Σ_n C_n decay_n^l input_n, and skip more at l = 0.
// An invocation computes 16 lags of a channel: the first from a power of the decay, the next ones by multiplication.
//#import complex
//#import bilinear_mode
//#import bilinear_saved
@group(0) @binding(1) var<storage, read> modes: array<f32>;    // (7, N/2, H)
@group(0) @binding(2) var<storage, read> skip: array<f32>;     // (H)
@group(0) @binding(3) var<storage, read_write> K: array<f32>;  // (L, M)

//#each 64
fn each(i: u32) {
  let m = i % dims.M;
  let first = i / dims.M * 16u;
  if (first >= dims.L) {
    return;
  }
  let h = m % dims.H;
  var sums: array<f32, 16>;
  sums[0] = select(0.0, skip[h], first == 0u);
  for (var n = 0u; n < dims.N / 2u; n++) {
    let mode = saved_mode(n * dims.H + h);
    let decay = bilinear_decay(mode.dt, mode.A);
    let input = bilinear_input(mode.dt, mode.A, mode.B);
    var gives = 2.0 * times(times(mode.C, input), complex_power(decay, first));
    //#unroll
    for (var lag = 0u; lag < 16u; lag++) {
      sums[lag] += gives.x;
      gives = times(gives, decay);
    }
  }
  for (var lag = 0u; lag < min(16u, dims.L - first); lag++) {
    K[(first + lag) * dims.M + m] = sums[lag];
  }
}
