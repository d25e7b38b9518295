//#import sigmoid
//#import softplus
//#import safe_tanh
//#import exp_cell
fn exp_gate_cell(local: u32, sequence: u32, gates: u32, D: u32, y: u32, c: u32, n: u32, m: u32, out: u32) {
  for (var d = local; d < D; d += GROUP) {
    let unit = sequence * D + d;
    let at = gates + d;
    let sums = vec4f(workspace[at], workspace[at + D], workspace[at + 2u * D], workspace[at + 3u * D]);
    let next = exp_step(sums, ExpCell(state[c + unit], state[n + unit], state[m + unit]));
    state[c + unit] = next.cell.c;
    state[n + unit] = next.cell.n;
    state[m + unit] = next.cell.m;
    state[y + unit] = next.y;
    workspace[out + d] = next.y;
  }
  storageBarrier();
}
