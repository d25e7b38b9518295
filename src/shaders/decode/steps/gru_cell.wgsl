//#import safe_tanh
//#import sigmoid
fn gru_cell(local: u32, sequence: u32, gates: u32, recurrent: u32, H: u32, h: u32, y: u32, adds: u32) {
  for (var i = local; i < H; i += GROUP) {
    let unit = h + sequence * H + i;
    let r = sigmoid(workspace[gates + i] + workspace[recurrent + i]);
    let z = sigmoid(workspace[gates + H + i] + workspace[recurrent + H + i]);
    let n = safe_tanh(workspace[gates + 2u * H + i] + r * workspace[recurrent + 2u * H + i]);
    let hidden = n + z * (state[unit] - n);
    state[unit] = hidden;
    put(y + i, adds, hidden);
  }
}
