// y = a · sigmoid(b) (+ residual), with a the first half of a row of x and b the second.
//#permutation glu
//#permutation glu_vec4 VEC4
//#import element_sigmoid
@group(0) @binding(1) var<storage, read> x: array<Element>;         // (rows, 2D)
@group(0) @binding(2) var<storage, read> residual: array<Element>;  // (rows, D)
@group(0) @binding(3) var<storage, read_write> y: array<Element>;   // (rows, D)

//#each 64 of dims.rows * dims.D / WIDTH
fn each(i: u32) {
  let width = dims.D / WIDTH;
  let at = i + i / width * width;
  var sum = Element();
  if (dims.has_residual != 0u) {
    sum = residual[i];
  }
  y[i] = sum + x[at] * opening(x[at + width]);
}
