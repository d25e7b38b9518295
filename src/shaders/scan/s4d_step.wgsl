// One token of s4d_scan and the GELU after it:  h = λ h + x,  y = gelu(2 Re Σ_n C_n hold_n h_n + skip x).
// An invocation takes a channel.
//#import complex
//#import cis
//#import exp_close
//#import s4d_mode
//#import normal_cdf
@group(0) @binding(1) var<storage, read> log_dt: array<f32>;           // (D)
@group(0) @binding(2) var<storage, read> C: array<vec2f>;              // (D, N/2)
@group(0) @binding(3) var<storage, read> log_A_real: array<f32>;       // (D, N/2)
@group(0) @binding(4) var<storage, read> A_imag: array<f32>;           // (D, N/2)
@group(0) @binding(5) var<storage, read> skip: array<f32>;             // (D)
@group(0) @binding(6) var<storage, read> x: array<f32>;                // (B, D)
@group(0) @binding(7) var<storage, read_write> y: array<f32>;          // (B, D)
@group(0) @binding(8) var<storage, read_write> states: array<vec2f>;   // (B, D, N/2)

//#each 32 of dims.B * dims.D
fn each(i: u32) {
  let d = i % dims.D;
  let half = dims.N / 2u;
  let dt = exp_close(log_dt[d]);
  var sum = skip[d] * x[i];
  for (var n = 0u; n < half; n++) {
    let mode = d * half + n;
    let A = vec2f(-exp_close(log_A_real[mode]), A_imag[mode]);
    let next = s4d_token(dt, A, C[mode], states[i * half + n], x[i]);
    states[i * half + n] = next.xy;
    sum += next.z;
  }
  y[i] = sum * normal_cdf(sum);
}
