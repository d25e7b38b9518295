//#import sigmoid
//#import softplus
//#import selective_state
fn selective_scan(
  local: u32, sequence: u32, u: u32, delta: u32, z: i32, BC: u32, A_log: u32, D: u32, E: u32, N: u32, h: u32, y: u32,
) {
  for (var e = local; e < E; e += GROUP) {
    let input = workspace[u + e];
    let step = softplus(workspace[delta + e]);
    let states = h + (sequence * E + e) * N;
    var sum = parameters[D + e] * input;
    for (var n = 0u; n < N; n++) {
      let rate = parameters[A_log + e * N + n];
      let next = selective_state(state[states + n], step, rate, step * input, workspace[BC + n]);
      state[states + n] = next;
      sum += next * workspace[BC + N + n];
    }
    if (z >= 0) {
      let gate = workspace[u32(z) + e];
      sum *= gate * sigmoid(gate);
    }
    workspace[y + e] = sum;
  }
}
