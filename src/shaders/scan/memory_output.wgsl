// (norm(s / s') (1 + weight) + skip u) silu(z), with s' the sum of weights of a head, and a norm of each head.
// An invocation takes a head of a row.
//#import sigmoid
//#import shown_head
@group(0) @binding(1) var<storage, read> sums: array<f32>;       // (rows, H, n + 1)
@group(0) @binding(2) var<storage, read> values: array<f32>;     // (rows, stride): columns u and z, E, and m, H
@group(0) @binding(3) var<storage, read> weight: array<f32>;     // (E)
@group(0) @binding(4) var<storage, read> skip: array<f32>;       // (E)
@group(0) @binding(5) var<storage, read_write> out: array<f32>;  // (rows, E)

//#each 64 of dims.rows * dims.H
fn each(head: u32) {
  let n = dims.E / dims.H;
  let row = head / dims.H;
  let h = head % dims.H;
  let at = row * dims.stride;
  let first = head * (n + 1u);
  let shown = shown_head(first, n, values[at + dims.m + h]);
  for (var j = 0u; j < n; j++) {
    let column = h * n + j;
    let gate = values[at + dims.z + column];
    let normed = (sums[first + j] / shown.total - shown.mean) * shown.scale;
    let value = normed * (1.0 + weight[column]) + skip[column] * values[at + dims.u + column];
    out[row * dims.E + column] = value * gate * sigmoid(gate);
  }
}
