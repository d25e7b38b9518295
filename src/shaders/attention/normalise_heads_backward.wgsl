// Adjoint of normalise_heads, with total = s' + eps: ds = dy / total, ds' = -dy · y / total.
// An invocation takes a head of a row.
@group(0) @binding(1) var<storage, read> sums: array<f32>;         // (rows, heads, D / heads + 1)
@group(0) @binding(2) var<storage, read> y: array<f32>;            // (rows, D)
@group(0) @binding(3) var<storage, read> dy: array<f32>;           // (rows, D)
@group(0) @binding(4) var<storage, read_write> dsums: array<f32>;  // (rows, heads, D / heads + 1)

//#each 64 of dims.rows * dims.heads
fn each(head: u32) {
  let width = dims.D / dims.heads;
  let first = head * width;
  let last = first + head + width;
  let share = 1.0 / (sums[last] + dims.eps);
  var along = 0.0;
  for (var i = first; i < first + width; i++) {
    let own = dy[i] * share;
    dsums[i + head] = own;
    along += own * y[i];
  }
  dsums[last] = -along;
}
