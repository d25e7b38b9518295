// out = (x - mean) / deviation · (1 + weight) (+ residual), each head by itself. LANES invocations share a head of a row.
//#import head_moments
@group(0) @binding(1) var<storage, read> x: array<f32>;          // (rows, D)
@group(0) @binding(2) var<storage, read> weight: array<f32>;     // (D)
@group(0) @binding(3) var<storage, read> residual: array<f32>;   // (rows, D), if has_residual
@group(0) @binding(4) var<storage, read_write> out: array<f32>;  // (rows, D)

//#each GROUP
fn each(i: u32) {
  let first = i / LANES * dims.n;
  let end = select(0u, dims.n, first < dims.rows * dims.D);
  let moments = head_moments(0u, i % GROUP, first, end, dims.n, 1.0, dims.eps);
  for (var k = i % LANES; k < end; k += LANES) {
    let at = first + k;
    var result = (x[at] - moments.x) * moments.y * (1.0 + weight[at % dims.D]);
    if (dims.has_residual != 0u) {
      result += residual[at];
    }
    out[at] = result;
  }
}

fn head_number(at: u32) -> f32 {
  return x[at];
}
