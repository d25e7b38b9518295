// The gradients of S4D's parameters, from those of its modes. With S the loss, G and M are such that
//   dS = 2 Re(G d(C hold) + M d(dt A)),   hold = (exp(dt A) - 1) / A,   A = -exp(log_A_real) + i A_imag.
// An invocation takes a mode. The modes of a channel share log_dt: each writes its own copy of the gradient.
//#import complex
//#import cis
//#import s4d_mode
@group(0) @binding(1) var<storage, read> modes: array<f32>;               // (5, N/2, D): dt, A, C
@group(0) @binding(2) var<storage, read> sums: array<f32>;                // (copies, 4, N/2, D): G, M
@group(0) @binding(3) var<storage, read_write> dlog_dt: array<f32>;       // (N/2, D)
@group(0) @binding(4) var<storage, read_write> dC: array<vec2f>;          // (D, N/2)
@group(0) @binding(5) var<storage, read_write> dlog_A_real: array<f32>;   // (D, N/2)
@group(0) @binding(6) var<storage, read_write> dA_imag: array<f32>;       // (D, N/2)

//#each 64
fn each(i: u32) {  // of (N/2, D)
  let half = dims.N / 2u;
  let plane = half * dims.D;
  if (i >= plane) {
    return;
  }
  var G = vec2f(0.0);
  var M = vec2f(0.0);
  for (var copy = 0u; copy < dims.copies; copy++) {
    let at = copy * 4u * plane + i;
    G += vec2f(sums[at], sums[at + plane]);
    M += vec2f(sums[at + 2u * plane], sums[at + 3u * plane]);
  }
  let dt = modes[i];
  let A = vec2f(modes[plane + i], modes[2u * plane + i]);
  let C = vec2f(modes[3u * plane + i], modes[4u * plane + i]);
  let pull = times(C, G);
  let to_C = times(s4d_hold(dt, A), G);
  let to_A = times(pull, s4d_hold_slope(dt, A)) + dt * M;
  let to_dt = dt * times(pull, s4d_decay(dt, A)) + dt * times(M, A);
  let to = i % dims.D * half + i / dims.D;
  dlog_dt[i] = 2.0 * to_dt.x;
  dC[to] = 2.0 * vec2f(to_C.x, -to_C.y);
  dlog_A_real[to] = 2.0 * A.x * to_A.x;
  dA_imag[to] = -2.0 * to_A.y;
}
