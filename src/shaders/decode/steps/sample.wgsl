//#import sample_logits
fn sample(local: u32, sequence: u32, position: u32, logits: u32, V: u32) {
  sample_logits(local, logits, V, sequence, position + 1u);
  if (local == 0u && position + 1u < dims.capacity) {
    token = stream[sequence * dims.capacity + position + 1u];
  }
}

fn logit_at(i: u32) -> f32 {
  return workspace[i];
}
