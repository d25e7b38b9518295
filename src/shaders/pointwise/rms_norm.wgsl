// y = x · weight / sqrt(mean(x²) + eps). An invocation takes a row.
//#permutation rms_norm
//#permutation rms_norm_vec4 VEC4
//#import element
@group(0) @binding(1) var<storage, read> x: array<Element>;         // (rows, D)
@group(0) @binding(2) var<storage, read> weight: array<Element>;    // (D)
@group(0) @binding(3) var<storage, read_write> y: array<Element>;   // (rows, D)

//#each 64 of dims.rows
fn each(row: u32) {
  let width = dims.D / WIDTH;
  let base = row * width;
  var squares = Element();
  for (var d = 0u; d < width; d++) {
    let value = x[base + d];
    squares += value * value;
  }
  let scale = inverseSqrt(total(squares) / f32(dims.D) + dims.eps);
  for (var d = 0u; d < width; d++) {
    y[base + d] = x[base + d] * scale * weight[d];
  }
}
