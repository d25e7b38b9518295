// First half of the adjoint of s4d_kernel: the gradients of its modes. With G = Σ_l dK[l] λ^l and H = Σ_l l dK[l] λ^l,
//   sums = G (for C hold) and M = C hold H (for dt A), each copy over RUN · runs values of l;   dskip = dK[0].
// An invocation owns a channel and a copy. It loads RUN values of dK at a time and goes through all modes with them.
//#import complex
//#import cis
//#import s4d_mode
@group(0) @binding(1) var<storage, read> dkernel: array<f32>;      // (summands, L, D)
@group(0) @binding(2) var<storage, read> modes: array<f32>;        // (5, N/2, D): dt, A, C
@group(0) @binding(3) var<storage, read_write> sums: array<f32>;   // (copies, 4, N/2, D)
@group(0) @binding(4) var<storage, read_write> dskip: array<f32>;  // (D)
const RUN: u32 = 16u;

//#each 64
fn each(i: u32) {
  let d = i % dims.D;
  let copy = i / dims.D;
  if (copy * dims.runs * RUN >= dims.L) {
    return;
  }
  let half = dims.N / 2u;
  let plane = half * dims.D;
  var pulls: array<f32, RUN>;
  for (var run = 0u; run < dims.runs; run++) {
    let first = (copy * dims.runs + run) * RUN;
    //#unroll
    for (var l = 0u; l < RUN; l++) {
      pulls[l] = 0.0;
    }
    for (var s = 0u; s < dims.summands; s++) {
      //#unroll
      for (var l = 0u; l < RUN; l++) {
        if (first + l < dims.L) {
          pulls[l] += dkernel[(s * dims.L + first + l) * dims.D + d];
        }
      }
    }
    if (first == 0u) {
      dskip[d] = pulls[0];
    }
    for (var n = 0u; n < half; n++) {
      let at = n * dims.D + d;
      let dt = modes[at];
      let A = vec2f(modes[plane + at], modes[2u * plane + at]);
      let C = vec2f(modes[3u * plane + at], modes[4u * plane + at]);
      let decay = s4d_decay(dt, A);
      var z = vec2f(1.0, 0.0);
      var near = vec2f(0.0);  // Σ dK[first + l] λ^l
      var far = vec2f(0.0);   // Σ l dK[first + l] λ^l
      //#unroll
      for (var l = 0u; l < RUN; l++) {
        near += pulls[l] * z;
        far += f32(l) * pulls[l] * z;
        z = times(z, decay);
      }
      let start = s4d_power(dt, A, first);
      let held = times(C, s4d_hold(dt, A));
      var G = times(start, near);
      var M = times(held, f32(first) * G + times(start, far));
      let to = copy * 4u * plane + at;
      if (run > 0u) {
        G += vec2f(sums[to], sums[to + plane]);
        M += vec2f(sums[to + 2u * plane], sums[to + 3u * plane]);
      }
      sums[to] = G.x;
      sums[to + plane] = G.y;
      sums[to + 2u * plane] = M.x;
      sums[to + 3u * plane] = M.y;
    }
  }
}
