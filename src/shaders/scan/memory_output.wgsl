// (norm(s / s') (1 + weight) + skip u) silu(z), with s' the sum of weights of a head, and a norm of each head.
// LANES invocations share a head of a row.
//#import sigmoid
//#import head_moments
//#import weights_of_head
@group(0) @binding(1) var<storage, read> sums: array<f32>;       // (rows, H, n + 1): s, s'
@group(0) @binding(2) var<storage, read> values: array<f32>;     // (rows, stride): columns u and z, E, and m, H
@group(0) @binding(3) var<storage, read> weight: array<f32>;     // (E)
@group(0) @binding(4) var<storage, read> skip: array<f32>;       // (E)
@group(0) @binding(5) var<storage, read_write> out: array<f32>;  // (rows, E)

//#each GROUP
fn each(i: u32) {
  let n = dims.E / dims.H;
  let head = i / LANES;
  let row = head / dims.H;
  let begin = head % dims.H * n;
  let at = row * dims.stride;
  let first = head * (n + 1u);
  let end = select(0u, n, row < dims.rows);
  let share = weights_of_head(sums[first + n], values[at + dims.m + head % dims.H]).share;
  let moments = head_moments(0u, i % GROUP, first, end, n, share, 1e-5);
  for (var j = i % LANES; j < end; j += LANES) {
    let column = begin + j;
    let gate = values[at + dims.z + column];
    let normed = (sums[first + j] * share - moments.x) * moments.y;
    let value = normed * (1.0 + weight[column]) + skip[column] * values[at + dims.u + column];
    out[row * dims.E + column] = value * gate * sigmoid(gate);
  }
}

fn head_number(at: u32) -> f32 {
  return sums[at];
}
