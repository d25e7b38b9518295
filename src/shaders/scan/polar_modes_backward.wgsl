// The gradients of the parameters of polar_modes, from the sums that complex_scan_backward leaves of each sequence.
@group(0) @binding(1) var<storage, read> nu_log: array<f32>;            // (N)
@group(0) @binding(2) var<storage, read> theta_log: array<f32>;         // (N)
@group(0) @binding(3) var<storage, read> gamma_log: array<f32>;         // (N)
@group(0) @binding(4) var<storage, read> sums: array<f32>;              // (B, 5, N)
@group(0) @binding(5) var<storage, read_write> dnu_log: array<f32>;     // (N)
@group(0) @binding(6) var<storage, read_write> dtheta_log: array<f32>;  // (N)
@group(0) @binding(7) var<storage, read_write> dgamma_log: array<f32>;  // (N)

//#each 64 of dims.N
fn each(n: u32) {
  var total = vec3f(0.0);
  for (var b = 0u; b < dims.B; b++) {
    let at = 5u * b * dims.N + n;
    total += vec3f(sums[at], sums[at + dims.N], sums[at + 2u * dims.N]);
  }
  dnu_log[n] = -exp(nu_log[n]) * total.x;
  dtheta_log[n] = -exp(theta_log[n]) * total.y;
  dgamma_log[n] = exp(gamma_log[n]) * total.z;
}
