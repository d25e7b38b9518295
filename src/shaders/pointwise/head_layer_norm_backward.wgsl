// Adjoint of head_layer_norm. With u = dout (1 + weight) and v the normed head: dx (+)= (u - mean(u) - v mean(u v)) / deviation,
// dweight = Σ dout v, a copy for each segment of rows. An invocation takes a head of a segment.
//#import head_moments
@group(0) @binding(1) var<storage, read> x: array<f32>;              // (rows, D)
@group(0) @binding(2) var<storage, read> weight: array<f32>;         // (D)
@group(0) @binding(3) var<storage, read> dout: array<f32>;           // (rows, D)
@group(0) @binding(4) var<storage, read_write> dx: array<f32>;       // (rows, D)
@group(0) @binding(5) var<storage, read_write> dweight: array<f32>;  // (copies, D)

//#each 64
fn each(index: u32) {
  let n = dims.n;
  let heads = dims.D / n;
  let copy = index / heads;
  if (copy * dims.segment >= dims.rows) {
    return;
  }
  let column = index % heads * n;
  let to = copy * dims.D + column;
  for (var k = 0u; k < n; k++) {
    dweight[to + k] = 0.0;
  }
  for (var row = copy * dims.segment; row < min(dims.rows, (copy + 1u) * dims.segment); row++) {
    let first = row * dims.D + column;
    let moments = head_moments(first, n, dims.eps);
    var sum = 0.0;
    var along = 0.0;
    for (var k = 0u; k < n; k++) {
      let normed = (x[first + k] - moments.x) * moments.y;
      let pull = dout[first + k] * (1.0 + weight[column + k]);
      sum += pull;
      along += pull * normed;
      dweight[to + k] += dout[first + k] * normed;
    }
    for (var k = 0u; k < n; k++) {
      let normed = (x[first + k] - moments.x) * moments.y;
      let pull = dout[first + k] * (1.0 + weight[column + k]);
      var gradient = moments.y * (pull - (sum + normed * along) / f32(n));
      if ((dims.accumulate & 1u) != 0u) {
        gradient += dx[first + k];
      }
      dx[first + k] = gradient;
    }
  }
}
