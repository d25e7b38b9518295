// Writes an element of the gradient, or adds to it.
fn put(at: u32, value: f32) {
  if ((dims.accumulate & 1u) != 0u) {
    dqkv[at] += value;
  } else {
    dqkv[at] = value;
  }
}
