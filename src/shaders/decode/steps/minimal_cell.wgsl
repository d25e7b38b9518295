//#import sigmoid
//#import softplus
//#import minimal
fn minimal_cell(
  local: u32, sequence: u32, hidden: u32, gate: u32, forget: u32, E: u32, positive: u32, paired: u32, h: u32, y: u32,
) {
  for (var i = local; i < E; i += GROUP) {
    let at = h + sequence * E + i;
    let open = openness(workspace[gate + i], workspace[forget + i], paired);
    let next = sigmoid(-open) * state[at] + sigmoid(open) * candidate(workspace[hidden + i], positive);
    state[at] = next;
    workspace[y + i] = next;
  }
}
