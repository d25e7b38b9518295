//#import complex
//#import exp_close
//#import bilinear_mode
fn pair_cell(
  local: u32, sequence: u32, x: u32, log_dt: u32, inv_A_real: u32, A_imag: u32, B: u32, C: u32, skip: u32, M: u32, H: u32, N: u32,
  h: u32, y: u32,
) {
  let half = N / 2u;
  for (var m = local; m < M; m += GROUP) {
    let head = m % H;
    let dt = exp_close(parameters[log_dt + head]);
    let given = workspace[x + m];
    var sum = parameters[skip + head] * given;
    for (var n = 0u; n < half; n++) {
      let mode = head * half + n;
      let A = vec2f(-exp_close(parameters[inv_A_real + mode]), parameters[A_imag + mode]);
      let enters = vec2f(parameters[B + 2u * mode], parameters[B + 2u * mode + 1u]);
      let leaves = vec2f(parameters[C + 2u * mode], parameters[C + 2u * mode + 1u]);
      let kept = h + 2u * ((sequence * M + m) * half + n);
      let before = vec2f(state[kept], state[kept + 1u]);
      let next = times(bilinear_decay(dt, A), before) + given * bilinear_input(dt, A, enters);
      state[kept] = next.x;
      state[kept + 1u] = next.y;
      sum += 2.0 * times(leaves, next).x;
    }
    workspace[y + m] = sum;
  }
}
