//#import safe_tanh
//#import sigmoid
fn lstm_cell(local: u32, sequence: u32, gates: u32, H: u32, h: u32, c: u32, y: u32, adds: u32) {
  for (var i = local; i < H; i += GROUP) {
    let unit = sequence * H + i;
    let fresh = sigmoid(workspace[gates + i]) * safe_tanh(workspace[gates + 2u * H + i]);
    let cell = sigmoid(workspace[gates + H + i]) * state[c + unit] + fresh;
    let hidden = sigmoid(workspace[gates + 3u * H + i]) * safe_tanh(cell);
    state[c + unit] = cell;
    state[h + unit] = hidden;
    put(y + i, adds, hidden);
  }
}
