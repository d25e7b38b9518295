// With σ = sigmoid(b): da (+)= dy σ,  db (+)= dy a σ (1 - σ).
//#permutation glu_backward
//#permutation glu_backward_vec4 VEC4
//#import element_sigmoid
@group(0) @binding(1) var<storage, read> x: array<Element>;         // (rows, 2D)
@group(0) @binding(2) var<storage, read> dy: array<Element>;        // (rows, D)
@group(0) @binding(3) var<storage, read_write> dx: array<Element>;  // (rows, 2D)

//#each 64 of dims.rows * dims.D / WIDTH
fn each(i: u32) {
  let width = dims.D / WIDTH;
  let at = i + i / width * width;
  let open = opening(x[at + width]);
  var da = dy[i] * open;
  var db = da * x[at] * (1.0 - open);
  if ((dims.accumulate & 1u) != 0u) {
    da += dx[at];
    db += dx[at + width];
  }
  dx[at] = da;
  dx[at + width] = db;
}
