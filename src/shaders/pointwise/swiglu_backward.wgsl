// With σ = sigmoid(gate): du (+)= dy gate σ,  dgate (+)= dy u σ (1 + gate (1 - σ)).
//#import sigmoid
@group(0) @binding(1) var<storage, read> x: array<f32>;         // (rows, 2F)
@group(0) @binding(2) var<storage, read> dy: array<f32>;        // (rows, F)
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;  // (rows, 2F)

//#each 64 of dims.rows * dims.F
fn each(i: u32) {
  let at = i + i / dims.F * dims.F;
  let gate = x[at + dims.F];
  let open = sigmoid(gate);
  var du = dy[i] * gate * open;
  var dgate = dy[i] * x[at] * open * (1.0 + gate * (1.0 - open));
  if ((dims.accumulate & 1u) != 0u) {
    du += dx[at];
    dgate += dx[at + dims.F];
  }
  dx[at] = du;
  dx[at + dims.F] = dgate;
}
