// y = x · weight / sqrt(mean(x²) + eps). LANES invocations share a row.
//#permutation rms_norm
//#permutation rms_norm_vec4 VEC4
//#import element
//#import team_sum
@group(0) @binding(1) var<storage, read> x: array<Element>;         // (rows, D)
@group(0) @binding(2) var<storage, read> weight: array<Element>;    // (D)
@group(0) @binding(3) var<storage, read_write> y: array<Element>;   // (rows, D)

//#each GROUP
fn each(i: u32) {
  let row = i / LANES;
  let lane = i % LANES;
  let width = dims.D / WIDTH;
  let base = row * width;
  let end = select(0u, width, row < dims.rows);
  var squares = Element();
  for (var d = lane; d < end; d += LANES) {
    let value = x[base + d];
    squares += value * value;
  }
  let sum = team_sum(0u, i % GROUP, vec2f(total(squares), 0.0)).x;
  let scale = inverseSqrt(sum / f32(dims.D) + dims.eps);
  for (var d = lane; d < end; d += LANES) {
    y[base + d] = x[base + d] * scale * weight[d];
  }
}
