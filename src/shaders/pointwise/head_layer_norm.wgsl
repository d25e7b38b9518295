// out = (x - mean) / deviation · (1 + weight) (+ residual), each head by itself. An invocation takes a head of a row.
//#import head_moments
@group(0) @binding(1) var<storage, read> x: array<f32>;          // (rows, D)
@group(0) @binding(2) var<storage, read> weight: array<f32>;     // (D)
@group(0) @binding(3) var<storage, read> residual: array<f32>;   // (rows, D), if has_residual
@group(0) @binding(4) var<storage, read_write> out: array<f32>;  // (rows, D)

//#each 64 of dims.rows * dims.D / dims.n
fn each(head: u32) {
  let first = head * dims.n;
  let moments = head_moments(first, dims.n, dims.eps);
  for (var i = first; i < first + dims.n; i++) {
    var result = (x[i] - moments.x) * moments.y * (1.0 + weight[i % dims.D]);
    if (dims.has_residual != 0u) {
      result += residual[i];
    }
    out[i] = result;
  }
}
