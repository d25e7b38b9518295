// The gradients of the parameters of pair_filter, from G and S of its modes. With w = 1 / (1 - dt A / 2), the derivative of the
// decay by dt A is w², and that of the input dt B w is dt B w² / 2. An invocation takes a mode, and writes its own copy of
// dlog_dt.
//#import complex
//#import bilinear_mode
//#import bilinear_saved
@group(0) @binding(1) var<storage, read> modes: array<f32>;              // (7, N/2, H)
@group(0) @binding(2) var<storage, read> sums: array<f32>;               // (copies, 4, N/2, H): G, S
@group(0) @binding(3) var<storage, read_write> dlog_dt: array<f32>;      // (N/2, H)
@group(0) @binding(4) var<storage, read_write> dinv_A_real: array<f32>;  // (H, N/2)
@group(0) @binding(5) var<storage, read_write> dA_imag: array<f32>;      // (H, N/2)
@group(0) @binding(6) var<storage, read_write> dB: array<vec2f>;         // (H, N/2)
@group(0) @binding(7) var<storage, read_write> dC: array<vec2f>;         // (H, N/2)

//#each 64 of dims.H * dims.N / 2u
fn each(i: u32) {
  let plane = dims.N / 2u * dims.H;
  let mode = saved_mode(i);
  var G = vec2f(0.0);
  var S = vec2f(0.0);
  for (var copy = 0u; copy < dims.copies; copy++) {
    let own = copy * 4u * plane + i;
    G += vec2f(sums[own], sums[own + plane]);
    S += vec2f(sums[own + 2u * plane], sums[own + 3u * plane]);
  }
  let w = bilinear_inverse(mode.dt, mode.A);
  let input = mode.dt * times(mode.B, w);
  let square = times(w, w);
  let to_C = times(input, G);
  let to_B = mode.dt * times(times(mode.C, w), G);
  let to_z = times(times(times(mode.C, input), S), square) + 0.5 * mode.dt * times(times(times(mode.C, mode.B), square), G);
  let to = i % dims.H * (dims.N / 2u) + i / dims.H;
  dlog_dt[i] = 2.0 * (mode.dt * times(to_z, mode.A).x + times(mode.B, to_B).x);
  dinv_A_real[to] = 2.0 * mode.dt * mode.A.x * to_z.x;
  dA_imag[to] = -2.0 * mode.dt * to_z.y;
  dB[to] = 2.0 * vec2f(to_B.x, -to_B.y);
  dC[to] = 2.0 * vec2f(to_C.x, -to_C.y);
}
