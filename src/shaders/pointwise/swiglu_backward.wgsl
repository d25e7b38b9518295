// With σ = sigmoid(gate): du (+)= dy gate σ,  dgate (+)= dy u σ (1 + gate (1 - σ)).
//#permutation swiglu_backward
//#permutation swiglu_backward_vec4 VEC4
//#import element_sigmoid
@group(0) @binding(1) var<storage, read> x: array<Element>;         // (rows, 2F)
@group(0) @binding(2) var<storage, read> dy: array<Element>;        // (rows, F)
@group(0) @binding(3) var<storage, read_write> dx: array<Element>;  // (rows, 2F)

//#each 64 of dims.rows * dims.F / WIDTH
fn each(i: u32) {
  let width = dims.F / WIDTH;
  let at = i + i / width * width;
  let gate = x[at + width];
  let open = opening(gate);
  var du = dy[i] * gate * open;
  var dgate = dy[i] * x[at] * open * (1.0 + gate * (1.0 - open));
  if ((dims.accumulate & 1u) != 0u) {
    du += dx[at];
    dgate += dx[at + width];
  }
  dx[at] = du;
  dx[at + width] = dgate;
}
