// λ and γ of the modes of an LRU (Orvieto et al. 2023): λ = exp(-exp(nu_log) + i exp(theta_log)), γ = exp(gamma_log).
//#import cis
//#import exp_close
//#import polar_mode
@group(0) @binding(1) var<storage, read> nu_log: array<f32>;       // (N)
@group(0) @binding(2) var<storage, read> theta_log: array<f32>;    // (N)
@group(0) @binding(3) var<storage, read> gamma_log: array<f32>;    // (N)
@group(0) @binding(4) var<storage, read_write> modes: array<f32>;  // (3, N): re λ, im λ, γ

//#each 64 of dims.N
fn each(n: u32) {
  let decay = polar_decay(nu_log[n], theta_log[n]);
  modes[n] = decay.x;
  modes[dims.N + n] = decay.y;
  modes[2u * dims.N + n] = exp_close(gamma_log[n]);
}
