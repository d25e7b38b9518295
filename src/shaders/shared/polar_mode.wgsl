// λ = exp(-exp(nu_log) + i exp(theta_log)) of a mode of an LRU. Needs exp_close, cis.
fn polar_decay(nu_log: f32, theta_log: f32) -> vec2f {
  return exp_close(-exp_close(nu_log)) * cis(exp_close(theta_log) * 0.1591549431);
}
