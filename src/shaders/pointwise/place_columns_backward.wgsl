// Adjoint of place_columns: dx (+)= the columns of dout.
@group(0) @binding(1) var<storage, read> dout: array<f32>;      // (rows, stride)
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;  // (rows, D)

//#each 64 of dims.rows * dims.D
fn each(i: u32) {
  var gradient = dout[i / dims.D * dims.stride + dims.offset + i % dims.D];
  if ((dims.accumulate & 1u) != 0u) {
    gradient += dx[i];
  }
  dx[i] = gradient;
}
