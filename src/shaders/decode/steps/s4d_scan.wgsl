//#import complex
//#import cis
//#import exp_close
//#import s4d_mode
fn s4d_scan(
  local: u32, sequence: u32, x: u32, log_dt: u32, C: u32, log_A_real: u32, A_imag: u32, skip: u32, D: u32, N: u32, h: u32, y: u32,
) {
  let half = N / 2u;
  for (var d = local; d < D; d += GROUP) {
    let input = workspace[x + d];
    let dt = exp_close(parameters[log_dt + d]);
    var sum = parameters[skip + d] * input;
    for (var n = 0u; n < half; n++) {
      let mode = d * half + n;
      let A = vec2f(-exp_close(parameters[log_A_real + mode]), parameters[A_imag + mode]);
      let c = vec2f(parameters[C + 2u * mode], parameters[C + 2u * mode + 1u]);
      let kept = h + 2u * (sequence * D * half + mode);
      let next = s4d_token(dt, A, c, vec2f(state[kept], state[kept + 1u]), input);
      state[kept] = next.x;
      state[kept + 1u] = next.y;
      sum += next.z;
    }
    workspace[y + d] = sum;
  }
}
