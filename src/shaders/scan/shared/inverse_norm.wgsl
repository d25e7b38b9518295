// Where the first head of a part lies in a row: of q for part 0, then of each k.
fn part_at(part: u32, q: u32, k: u32) -> u32 {
  if (part == 0u) {
    return q;
  }
  return k + (part - 1u) * dims.H * dims.K;
}

// Of q, beside its norm.
fn scale_of(part: u32) -> f32 {
  return select(1.0, inverseSqrt(f32(dims.K)), part == 0u);
}

// 1 / |x|, given |x|².
fn inverse_norm(squares: f32) -> f32 {
  return inverseSqrt(squares + 1e-6);
}
