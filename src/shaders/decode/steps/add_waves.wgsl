//#import rope
// Sine in even columns, cosine in odd ones.
fn add_waves(local: u32, position: u32, y: u32, D: u32, frequencies: u32) {
  for (var i = 2u * local; i < D; i += 2u * GROUP) {
    let turn = rope_turn(position, frequency_at(frequencies + i));
    workspace[y + i] += turn.y;
    if (i + 1u < D) {
      workspace[y + i + 1u] += turn.x;
    }
  }
}
