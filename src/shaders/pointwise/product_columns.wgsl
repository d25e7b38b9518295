//#permutation product_columns
//#permutation product_columns_vec4 VEC4
//#permutation product_columns_backward BACKWARD
//#permutation product_columns_backward_vec4 BACKWARD VEC4
// The product of columns of two tensors, and the gradient of one factor: dy times the other.
//#import element
//#if BACKWARD
@group(0) @binding(1) var<storage, read> dy: array<Element>;        // (rows, D)
@group(0) @binding(2) var<storage, read> b: array<Element>;         // (rows, b_stride)
@group(0) @binding(3) var<storage, read_write> da: array<Element>;  // (rows, a_stride)
//#else
@group(0) @binding(1) var<storage, read> a: array<Element>;         // (rows, a_stride)
@group(0) @binding(2) var<storage, read> b: array<Element>;         // (rows, b_stride)
@group(0) @binding(3) var<storage, read_write> y: array<Element>;   // (rows, D)
//#endif

//#each 64 of dims.rows * dims.D / WIDTH
fn each(i: u32) {
  let width = dims.D / WIDTH;
  let own = (i / width * dims.a_stride + dims.a_offset) / WIDTH + i % width;
  let other = b[(i / width * dims.b_stride + dims.b_offset) / WIDTH + i % width];
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
