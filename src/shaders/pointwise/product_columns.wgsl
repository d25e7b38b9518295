//#permutation product_columns
//#permutation product_columns_backward BACKWARD
// The product of columns of two tensors, and the gradient of one factor: dy times the other.
//#if BACKWARD
@group(0) @binding(1) var<storage, read> dy: array<f32>;        // (rows, D)
@group(0) @binding(2) var<storage, read> b: array<f32>;         // (rows, b_stride)
@group(0) @binding(3) var<storage, read_write> da: array<f32>;  // (rows, a_stride)
//#else
@group(0) @binding(1) var<storage, read> a: array<f32>;         // (rows, a_stride)
@group(0) @binding(2) var<storage, read> b: array<f32>;         // (rows, b_stride)
@group(0) @binding(3) var<storage, read_write> y: array<f32>;   // (rows, D)
//#endif

//#each 64 of dims.rows * dims.D
fn each(i: u32) {
  let own = i / dims.D * dims.a_stride + dims.a_offset + i % dims.D;
  let other = b[i / dims.D * dims.b_stride + dims.b_offset + i % dims.D];
  //#if BACKWARD
  var gradient = dy[i] * other;
  if ((dims.accumulate & 1u) != 0u) {
    gradient += da[own];
  }
  da[own] = gradient;
  //#else
  y[i] = a[own] * other;
  //#endif
}
