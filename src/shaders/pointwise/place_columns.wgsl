// Copies rows of D to columns of wider rows.
@group(0) @binding(1) var<storage, read> x: array<f32>;          // (rows, D)
@group(0) @binding(2) var<storage, read_write> out: array<f32>;  // (rows, stride)

//#each 64 of dims.rows * dims.D
fn each(i: u32) {
  out[i / dims.D * dims.stride + dims.offset + i % dims.D] = x[i];
}
