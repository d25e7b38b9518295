// Adjoint of head_layer_norm. With u = dout (1 + weight) and v the normed head: dx (+)= (u - mean(u) - v mean(u v)) / deviation,
// dweight = Σ dout v, a copy for each segment of rows. LANES invocations share a head of a segment, one row after the other.
//#import head_moments
@group(0) @binding(1) var<storage, read> x: array<f32>;              // (rows, D)
@group(0) @binding(2) var<storage, read> weight: array<f32>;         // (D)
@group(0) @binding(3) var<storage, read> dout: array<f32>;           // (rows, D)
@group(0) @binding(4) var<storage, read_write> dx: array<f32>;       // (rows, D)
@group(0) @binding(5) var<storage, read_write> dweight: array<f32>;  // (copies, D)

//#each GROUP
fn each(i: u32) {
  let n = dims.n;
  let heads = dims.D / n;
  let lane = i % LANES;
  let copy = i / LANES / heads;
  let begin = copy * dims.segment;
  let column = i / LANES % heads * n;
  let to = copy * dims.D + column;
  for (var k = lane; k < n && begin < dims.rows; k += LANES) {
    dweight[to + k] = 0.0;
  }
  for (var turn = 0u; turn < dims.segment; turn++) {
    let row = begin + turn;
    let first = row * dims.D + column;
    let end = select(0u, n, row < dims.rows);
    let moments = head_moments(3u * turn, i % GROUP, first, end, n, 1.0, dims.eps);
    var pulled = vec2f(0.0);
    for (var k = lane; k < end; k += LANES) {
      let normed = (x[first + k] - moments.x) * moments.y;
      let pull = dout[first + k] * (1.0 + weight[column + k]);
      pulled += vec2f(pull, pull * normed);
      dweight[to + k] += dout[first + k] * normed;
    }
    let means = team_sum(3u * turn + 2u, i % GROUP, pulled) / f32(n);
    for (var k = lane; k < end; k += LANES) {
      let normed = (x[first + k] - moments.x) * moments.y;
      let pull = dout[first + k] * (1.0 + weight[column + k]);
      var gradient = moments.y * (pull - means.x - normed * means.y);
      if ((dims.accumulate & 1u) != 0u) {
        gradient += dx[first + k];
      }
      dx[first + k] = gradient;
    }
  }
}

fn head_number(at: u32) -> f32 {
  return x[at];
}
