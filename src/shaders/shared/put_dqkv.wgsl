// A gradient's element: added, or the first to be there.
fn put(at: u32, value: f32) {
  if ((dims.accumulate & 1u) != 0u) {
    dqkv[at] += value;
  } else {
    dqkv[at] = value;
  }
}
