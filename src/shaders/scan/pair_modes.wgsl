// What the kernels of pairs read of the parameters: dt, A, B, and C of each mode. An invocation takes a mode.
//#import exp_close
@group(0) @binding(1) var<storage, read> log_dt: array<f32>;       // (H)
@group(0) @binding(2) var<storage, read> inv_A_real: array<f32>;   // (H, N/2)
@group(0) @binding(3) var<storage, read> A_imag: array<f32>;       // (H, N/2)
@group(0) @binding(4) var<storage, read> B: array<vec2f>;          // (H, N/2)
@group(0) @binding(5) var<storage, read> C: array<vec2f>;          // (H, N/2)
@group(0) @binding(6) var<storage, read_write> modes: array<f32>;  // (7, N/2, H)

//#each 64 of dims.H * dims.N / 2u
fn each(i: u32) {
  let half = dims.N / 2u;
  let h = i % dims.H;
  let from_mode = h * half + i / dims.H;
  var numbers = array<f32, 7>(
    exp_close(log_dt[h]), -exp_close(inv_A_real[from_mode]), A_imag[from_mode],
    B[from_mode].x, B[from_mode].y, C[from_mode].x, C[from_mode].y,
  );
  for (var number = 0u; number < 7u; number++) {
    modes[number * half * dims.H + i] = numbers[number];
  }
}
