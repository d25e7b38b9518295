// Adjoint of memory_output. With pull = dout silu(z), g = pull (1 + weight), and v the normed average of a head:
//   ds = (g - mean(g) - v mean(g v)) / deviation / s',  ds' = -ds · s / s' where s' is not at its least,
//   dm = -1e-6 ds · s / s',  du = pull skip,  dz = dout value silu'(z),  dskip = Σ pull u,  dweight = Σ pull v,
// the last two a copy for each segment of rows.
// LANES invocations share a head of a segment, one row after the other.
//#import sigmoid
//#import head_moments
//#import weights_of_head
@group(0) @binding(1) var<storage, read_write> sums: array<f32>;     // (rows, H, n + 1): s, s'; then their gradients
@group(0) @binding(2) var<storage, read> values: array<f32>;         // (rows, stride): columns u and z, E, and m, H
@group(0) @binding(3) var<storage, read> weight: array<f32>;         // (E)
@group(0) @binding(4) var<storage, read> skip: array<f32>;           // (E)
@group(0) @binding(5) var<storage, read> dout: array<f32>;           // (rows, E)
@group(0) @binding(6) var<storage, read_write> dvalues: array<f32>;  // (rows, d_stride): columns du and dz, and dm
@group(0) @binding(7) var<storage, read_write> dweight: array<f32>;  // (copies, E)
@group(0) @binding(8) var<storage, read_write> dskip: array<f32>;    // (copies, E)

//#each GROUP
fn each(i: u32) {
  let n = dims.E / dims.H;
  let lane = i % LANES;
  let h = i / LANES % dims.H;
  let copy = i / LANES / dims.H;
  let begin = copy * dims.segment;
  let kept = copy * dims.E + h * n;
  for (var j = lane; j < n && begin < dims.rows; j += LANES) {
    dweight[kept + j] = 0.0;
    dskip[kept + j] = 0.0;
  }
  for (var turn = 0u; turn < dims.segment; turn++) {
    let row = begin + turn;
    let at = row * dims.stride;
    let to = row * dims.d_stride;
    let first = (row * dims.H + h) * (n + 1u);
    let end = select(0u, n, row < dims.rows);
    let weights = weights_of_head(sums[first + n], values[at + dims.m + h]);
    let moments = head_moments(4u * turn, i % GROUP, first, end, n, weights.share, 1e-5);
    var pulled = vec2f();
    for (var j = lane; j < end; j += LANES) {
      let column = h * n + j;
      let input = values[at + dims.u + column];
      let gate = values[at + dims.z + column];
      let open = sigmoid(gate);
      let own = dout[row * dims.E + column];
      let pull = own * gate * open;
      let normed = (sums[first + j] * weights.share - moments.x) * moments.y;
      let value = normed * (1.0 + weight[column]) + skip[column] * input;
      dvalues[to + dims.du + column] = pull * skip[column];
      dvalues[to + dims.dz + column] = own * value * open * (1.0 + gate * (1.0 - open));
      dskip[kept + j] += pull * input;
      dweight[kept + j] += pull * normed;
      pulled += pull * (1.0 + weight[column]) * vec2f(1.0, normed);
    }
    let means = team_sum(4u * turn + 2u, i % GROUP, pulled) / f32(n);
    var of_total = 0.0;
    for (var j = lane; j < end; j += LANES) {
      let column = h * n + j;
      let gate = values[at + dims.z + column];
      let average = sums[first + j] * weights.share;
      let pull = dout[row * dims.E + column] * gate * sigmoid(gate) * (1.0 + weight[column]);
      let normed = (average - moments.x) * moments.y;
      let own = moments.y * (pull - means.x - normed * means.y) * weights.share;
      sums[first + j] = own;
      of_total -= own * average;
    }
    of_total = team_sum(4u * turn + 3u, i % GROUP, vec2f(of_total, 0.0)).x;
    if (lane == 0u && row < dims.rows) {
      sums[first + n] = weights.slope * of_total;
      dvalues[to + dims.dm + h] = 1e-6 * of_total;
    }
  }
}

fn head_number(at: u32) -> f32 {
  return sums[at];
}
