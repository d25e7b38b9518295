//#import rope
fn rotate_heads(local: u32, position: u32, x: u32, width: u32, K: u32, frequencies: u32) {
  let half = (K + 1u) / 2u;
  for (var i = local; i < width / K * half; i += GROUP) {
    let pair = i % half;
    let first = x + i / half * K + pair;
    if (pair + half < K) {
      let turn = rope_turn(position, frequency_at(frequencies + 2u * pair));
      let a = workspace[first];
      let b = workspace[first + half];
      workspace[first] = a * turn.x - b * turn.y;
      workspace[first + half] = b * turn.x + a * turn.y;
    }
  }
}
