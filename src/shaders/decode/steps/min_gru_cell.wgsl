//#import sigmoid
//#import positive_candidate
fn min_gru_cell(local: u32, sequence: u32, hidden: u32, gate: u32, E: u32, positive: u32, h: u32, y: u32) {
  for (var i = local; i < E; i += GROUP) {
    let at = h + sequence * E + i;
    let own = workspace[gate + i];
    let next = sigmoid(-own) * state[at] + sigmoid(own) * candidate(workspace[hidden + i], positive);
    state[at] = next;
    workspace[y + i] = next;
  }
}
