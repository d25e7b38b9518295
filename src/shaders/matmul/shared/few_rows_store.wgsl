//#import few_rows
// Writes four columns, with bias and residual, to c (rows, columns) at c_stride.
fn store(own: FourColumns, sums: vec4f) {
  for (var i = own.lane; i < existing(own.column, dims.columns); i += LANES) {
    let n = own.column + i;
    var sum = sums[i];
    if (dims.has_bias != 0u) {
      sum += bias[n];
    }
    if (dims.has_residual != 0u) {
      sum += residual[own.row * dims.columns + n];
    }
    c[dims.c_offset + own.row * dims.c_stride + n] = sum;
  }
}
