// Conjugate pairs of states token by token: h = decay h + input x,  y = 2 Re Σ_n C_n h_n + skip x.
// An invocation takes a channel of a sequence, one pair after the other. A part takes tokens `start` to `stop`; between parts,
// all is in `state`.
//#import complex
//#import bilinear_mode
//#import bilinear_saved
@group(0) @binding(1) var<storage, read> modes: array<f32>;          // (7, N/2, H)
@group(0) @binding(2) var<storage, read> skip: array<f32>;           // (H)
@group(0) @binding(3) var<storage, read> x: array<f32>;              // (B, L, M)
@group(0) @binding(4) var<storage, read_write> y: array<f32>;        // (B, L, M)
@group(0) @binding(5) var<storage, read_write> state: array<vec2f>;  // (B, M, N/2)

//#each 64 of dims.B * dims.M
fn each(i: u32) {
  let half = dims.N / 2u;
  let m = i % dims.M;
  let head = m % dims.H;
  let first = i / dims.M * dims.L * dims.M + m;
  for (var n = 0u; n < half; n++) {
    let mode = saved_mode(n * dims.H + head);
    let decay = bilinear_decay(mode.dt, mode.A);
    let input = bilinear_input(mode.dt, mode.A, mode.B);
    var h = state[i * half + n];
    for (var t = dims.start; t < dims.stop; t++) {
      let at = first + t * dims.M;
      h = times(decay, h) + x[at] * input;
      let shown = 2.0 * times(mode.C, h).x;
      if (n == 0u) {
        y[at] = skip[head] * x[at] + shown;
      } else {
        y[at] += shown;
      }
    }
    state[i * half + n] = h;
  }
}
