// Adjoint of s4d_scan, chunk by chunk from the end. A chunk's states are computed again from the saved one. Then, back in time,
//   g[t] = C hold dy[t] + λ g[t+1],   dx (+)= 2 Re Σ_n g_n + skip dy,   G = Σ_t dy[t] h[t],   M = Σ_t g[t] λ h[t-1].
// A part takes chunks `start` to `stop`, counted from the end. Between parts, G, M, and the adjoint are in `sums`.
// s4d_modes_backward reads G and M, a copy for each sequence.
//#import complex
//#import cis
//#import s4d_mode
//#import s4d_saved
@group(0) @binding(1) var<storage, read> modes: array<f32>;        // (5, N/2, D): dt, A, C
@group(0) @binding(2) var<storage, read> skip: array<f32>;         // (D)
@group(0) @binding(3) var<storage, read> x: array<f32>;            // (B, L, D)
@group(0) @binding(4) var<storage, read> dy: array<f32>;           // (B, L, D)
@group(0) @binding(5) var<storage, read> states: array<vec2f>;     // (B, chunks, N/2, D)
@group(0) @binding(6) var<storage, read_write> dx: array<f32>;     // (B, L, D)
@group(0) @binding(7) var<storage, read_write> sums: array<f32>;   // (B, 4, N/2, D): G, M; then (B, 2, N/2, D): the adjoint
@group(0) @binding(8) var<storage, read_write> dskip: array<f32>;  // (B, D)

//#each 32 of dims.B * dims.D
fn each(i: u32) {  // of (B, D)
  let L = dims.L;
  let D = dims.D;
  let add = (dims.accumulate & 1u) != 0u;
  let through = skip[i % D];
  let b = i / D;
  let d = i % D;
  let half = dims.N / 2u;
  let plane = half * D;
  let chunks = (L + CHUNK - 1u) / CHUNK;
  var h: array<vec2f, GROUP>;
  var before: array<vec2f, CHUNK * GROUP>;  // λ h[t-1]
  var decay: array<vec2f, GROUP>;
  var out: array<vec2f, GROUP>;
  var adjoint: array<vec2f, GROUP>;         // λ g[t+1]
  var G: array<vec2f, GROUP>;
  var M: array<vec2f, GROUP>;
  var pull = 0.0;
  if (dims.start > 0u) {
    pull = dskip[i];
  }
  for (var first = 0u; first < half; first += GROUP) {
    //#unroll
    for (var k = 0u; k < GROUP; k++) {
      decay[k] = vec2f(0.0);
      out[k] = vec2f(0.0);
      adjoint[k] = vec2f(0.0);
      G[k] = vec2f(0.0);
      M[k] = vec2f(0.0);
      if (first + k < half) {
        let at = (first + k) * D + d;
        let A = vec2f(modes[plane + at], modes[2u * plane + at]);
        decay[k] = s4d_decay(modes[at], A);
        out[k] = times(vec2f(modes[3u * plane + at], modes[4u * plane + at]), s4d_hold(modes[at], A));
        if (dims.start > 0u) {
          let from_sums = b * 4u * plane + at;
          G[k] = vec2f(sums[from_sums], sums[from_sums + plane]);
          M[k] = vec2f(sums[from_sums + 2u * plane], sums[from_sums + 3u * plane]);
          let waiting = (4u * dims.B + 2u * b) * plane + at;
          adjoint[k] = vec2f(sums[waiting], sums[waiting + plane]);
        }
      }
    }
    for (var left = chunks - dims.start; left > chunks - dims.stop; left--) {
      let c = left - 1u;
      let start = b * L + c * CHUNK;
      let steps = min(CHUNK, L - c * CHUNK);
      //#unroll
      for (var k = 0u; k < GROUP; k++) {
        h[k] = vec2f(0.0);
        if (first + k < half) {
          h[k] = states[saved_at(b, c, first + k, d)];
        }
      }
      var at = start * D + d;
      for (var t = 0u; t < steps; t++) {
        let u = x[at];
        at += D;
        //#unroll
        for (var k = 0u; k < GROUP; k++) {
          h[k] = times(decay[k], h[k]);
          before[t * GROUP + k] = h[k];
          h[k].x += u;
        }
      }
      for (var t = steps; t > 0u; t--) {
        at -= D;
        let u = x[at];
        let slope = dy[at];
        var sum = 0.0;
        //#unroll
        for (var k = 0u; k < GROUP; k++) {
          let kept = before[(t - 1u) * GROUP + k];
          let g = slope * out[k] + adjoint[k];
          sum += g.x;
          G[k] += slope * (kept + vec2f(u, 0.0));
          M[k] += times(g, kept);
          adjoint[k] = times(decay[k], g);
        }
        sum *= 2.0;
        if (first == 0u) {
          sum += through * slope;
          pull += slope * u;
        }
        if (first > 0u || add) {
          sum += dx[at];
        }
        dx[at] = sum;
      }
    }
    //#unroll
    for (var k = 0u; k < GROUP; k++) {
      if (first + k < half) {
        let to = b * 4u * plane + (first + k) * D + d;
        sums[to] = G[k].x;
        sums[to + plane] = G[k].y;
        sums[to + 2u * plane] = M[k].x;
        sums[to + 3u * plane] = M[k].y;
        let waiting = (4u * dims.B + 2u * b) * plane + (first + k) * D + d;
        sums[waiting] = adjoint[k].x;
        sums[waiting + plane] = adjoint[k].y;
      }
    }
  }
  dskip[i] = pull;
}
