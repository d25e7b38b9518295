// Divides the sums s of each head by its last one, s', the sum of weights: y = s / (s' + eps).
@group(0) @binding(1) var<storage, read> sums: array<f32>;     // (rows, heads, D / heads + 1)
@group(0) @binding(2) var<storage, read_write> y: array<f32>;  // (rows, D)

//#each 64 of dims.rows * dims.D
fn each(i: u32) {
  let width = dims.D / dims.heads;
  let head = i / width;
  y[i] = sums[i + head] / (sums[(head + 1u) * (width + 1u) - 1u] + dims.eps);
}
