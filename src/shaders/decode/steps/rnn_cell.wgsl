//#import safe_tanh
fn rnn_cell(local: u32, sequence: u32, gates: u32, H: u32, h: u32, y: u32, adds: u32) {
  for (var i = local; i < H; i += GROUP) {
    let hidden = safe_tanh(workspace[gates + i]);
    state[h + sequence * H + i] = hidden;
    put(y + i, adds, hidden);
  }
}
