//#import complex
//#import cis
//#import exp_close
//#import polar_mode
fn complex_cell(
  local: u32, sequence: u32, b: u32, nu_log: u32, theta_log: u32, gamma_log: u32, N: u32, h: u32, y: u32,
) {
  for (var n = local; n < N; n += GROUP) {
    let at = h + 2u * (sequence * N + n);
    let decay = polar_decay(parameters[nu_log + n], parameters[theta_log + n]);
    let input = exp_close(parameters[gamma_log + n]) * vec2f(workspace[b + n], workspace[b + N + n]);
    let next = times(decay, vec2f(state[at], state[at + 1u])) + input;
    state[at] = next.x;
    state[at + 1u] = next.y;
    workspace[y + n] = next.x;
    workspace[y + N + n] = -next.y;
  }
}
