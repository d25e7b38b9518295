const SPLIT: u32 = 0u;

// Point t of a row of x: a point of a block of fft_split, or a weighted token.
fn input_point(column: Column, t: u32) -> vec2f {
  if (SPLIT != 0u) {
    let at = 2u * point(column, t);
    return vec2f(x[at], x[at + 1u]);
  }
  if (t < dims.L) {
    return roots[ROOTS + t] * x[token(column, t)];
  }
  return vec2f(0.0);
}
