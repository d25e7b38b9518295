// Adjoint of normalise_heads, with total = s' + eps: ds = dy / total, ds' = -dy · y / total.
// LANES invocations share a head of a row.
//#import team_sum
@group(0) @binding(1) var<storage, read> sums: array<f32>;         // (rows, heads, D / heads + 1)
@group(0) @binding(2) var<storage, read> y: array<f32>;            // (rows, D)
@group(0) @binding(3) var<storage, read> dy: array<f32>;           // (rows, D)
@group(0) @binding(4) var<storage, read_write> dsums: array<f32>;  // (rows, heads, D / heads + 1)

//#each GROUP
fn each(i: u32) {
  let width = dims.D / dims.heads;
  let head = i / LANES;
  let here = head < dims.rows * dims.heads;
  let first = head * width;
  let last = first + head + width;
  var product = 0.0;
  if (here) {
    let share = 1.0 / (sums[last] + dims.eps);
    for (var at = first + i % LANES; at < first + width; at += LANES) {
      let own = dy[at] * share;
      dsums[at + head] = own;
      product += own * y[at];
    }
  }
  let along = team_sum(0u, i % GROUP, vec2f(product, 0.0)).x;
  if (here && i % LANES == 0u) {
    dsums[last] = -along;
  }
}
