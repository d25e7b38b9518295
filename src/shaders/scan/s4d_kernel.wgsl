// The convolution kernel of S4D with zero-order hold: K[l] = 2 Re Σ_n C_n hold_n λ_n^l, λ = exp(dt A), hold = (λ - 1) / A.
// An invocation computes RUN values of a channel: the first from an exact power of λ, the next ones by multiplication. So errors
// do not grow with l.
//#import complex
//#import cis
//#import exp_close
//#import s4d_mode
@group(0) @binding(1) var<storage, read> log_dt: array<f32>;        // (D)
@group(0) @binding(2) var<storage, read> C: array<vec2f>;           // (D, N/2)
@group(0) @binding(3) var<storage, read> log_A_real: array<f32>;    // (D, N/2)
@group(0) @binding(4) var<storage, read> A_imag: array<f32>;        // (D, N/2)
@group(0) @binding(5) var<storage, read_write> K: array<f32>;       // (L, D)
@group(0) @binding(6) var<storage, read_write> modes: array<f32>;   // (5, N/2, D): dt, A, C; written for L = 0, too
const RUN: u32 = 16u;

//#each 64
fn each(i: u32) {
  let d = i % dims.D;
  let first = i / dims.D * RUN;
  if (first >= max(dims.L, 1u)) {
    return;
  }
  let half = dims.N / 2u;
  let plane = half * dims.D;
  let dt = exp_close(log_dt[d]);
  var values: array<f32, RUN>;
  for (var n = 0u; n < half; n++) {
    let at = d * half + n;
    let A = vec2f(-exp_close(log_A_real[at]), A_imag[at]);
    if (first == 0u) {
      let to = n * dims.D + d;
      modes[to] = dt;
      modes[plane + to] = A.x;
      modes[2u * plane + to] = A.y;
      modes[3u * plane + to] = C[at].x;
      modes[4u * plane + to] = C[at].y;
    }
    let decay = s4d_decay(dt, A);
    var z = 2.0 * times(times(C[at], s4d_hold(dt, A)), s4d_power(dt, A, first));
    //#unroll
    for (var l = 0u; l < RUN; l++) {
      values[l] += z.x;
      z = times(z, decay);
    }
  }
  //#unroll
  for (var l = 0u; l < RUN; l++) {
    if (first + l < dims.L) {
      K[(first + l) * dims.D + d] = values[l];
    }
  }
}
