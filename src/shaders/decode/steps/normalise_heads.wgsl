fn normalise_heads(local: u32, sums: u32, D: u32, heads: u32, eps: f32, y: u32) {
  let width = D / heads;
  for (var i = local; i < D; i += GROUP) {
    let head = i / width;
    workspace[y + i] = workspace[sums + i + head] / (workspace[sums + (head + 1u) * (width + 1u) - 1u] + eps);
  }
}
