// S4D as a recurrence: h[t] = λ h[t-1] + x[t],   y[t] = 2 Re Σ_n C_n hold_n h_n[t] + skip x[t].
// (hold belongs to the input. Multiplying it with C gives the same y.)
// An invocation goes through the tokens of a channel of a sequence, GROUP modes at a time.
// A part takes steps `start` to `stop`. If it stops before the end, it leaves the state in `states`.
//#import complex
//#import cis
//#import exp_close
//#import s4d_mode
//#import s4d_saved
@group(0) @binding(1) var<storage, read> log_dt: array<f32>;        // (D)
@group(0) @binding(2) var<storage, read> C: array<vec2f>;           // (D, N/2)
@group(0) @binding(3) var<storage, read> log_A_real: array<f32>;    // (D, N/2)
@group(0) @binding(4) var<storage, read> A_imag: array<f32>;        // (D, N/2)
@group(0) @binding(5) var<storage, read> skip: array<f32>;          // (D)
@group(0) @binding(6) var<storage, read> x: array<f32>;             // (B, L, D)
@group(0) @binding(7) var<storage, read_write> y: array<f32>;       // (B, L, D)
// If save: the states before every CHUNK steps (B, chunks, N/2, D). After them, or alone, (B, D, N/2): if carry, the state before
// and after the call; if neither, the state between parts.
@group(0) @binding(8) var<storage, read_write> states: array<vec2f>;

//#each 32 of dims.B * dims.D
fn each(i: u32) {  // of (B, D)
  let D = dims.D;
  let b = i / D;
  let d = i % D;
  let half = dims.N / 2u;
  let behind = dims.B * ((dims.L + CHUNK - 1u) / CHUNK) * half * D;
  let kept = select(0u, behind, dims.save != 0u) + (b * D + d) * half;
  let through = skip[d];
  let dt = exp_close(log_dt[d]);
  var h: array<vec2f, GROUP>;
  var decay: array<vec2f, GROUP>;
  var out: array<vec2f, GROUP>;
  for (var first = 0u; first < half; first += GROUP) {
    //#unroll
    for (var k = 0u; k < GROUP; k++) {
      h[k] = vec2f(0.0);
      decay[k] = vec2f(0.0);
      out[k] = vec2f(0.0);
      if (first + k < half) {
        let at = d * half + first + k;
        let A = vec2f(-exp_close(log_A_real[at]), A_imag[at]);
        decay[k] = s4d_decay(dt, A);
        out[k] = 2.0 * times(C[at], s4d_hold(dt, A));
        if (dims.start > 0u && dims.save != 0u) {
          h[k] = states[saved_at(b, dims.start / CHUNK, first + k, d)];
        } else if (dims.start > 0u || dims.carry != 0u) {
          h[k] = states[kept + first + k];
        }
      }
    }
    var at = (b * dims.L + dims.start) * D + d;
    for (var start = dims.start; start < dims.stop; start += CHUNK) {
      if (dims.save != 0u) {
        let to = saved_at(b, start / CHUNK, first, d);
        //#unroll
        for (var k = 0u; k < GROUP; k++) {
          if (first + k < half) {
            states[to + k * D] = h[k];
          }
        }
      }
      let steps = min(CHUNK, dims.stop - start);
      for (var t = 0u; t < steps; t++) {
        let u = x[at];
        var sum = through * u;
        if (first > 0u) {
          sum = y[at];
        }
        //#unroll
        for (var k = 0u; k < GROUP; k++) {
          h[k] = times(decay[k], h[k]) + vec2f(u, 0.0);
          sum += out[k].x * h[k].x - out[k].y * h[k].y;
        }
        y[at] = sum;
        at += D;
      }
    }
    if (dims.save != 0u && dims.stop < dims.L) {
      let to = saved_at(b, dims.stop / CHUNK, first, d);
      //#unroll
      for (var k = 0u; k < GROUP; k++) {
        if (first + k < half) {
          states[to + k * D] = h[k];
        }
      }
    } else if (dims.stop < dims.L || dims.carry != 0u) {
      //#unroll
      for (var k = 0u; k < GROUP; k++) {
        if (first + k < half) {
          states[kept + first + k] = h[k];
        }
      }
    }
  }
}
