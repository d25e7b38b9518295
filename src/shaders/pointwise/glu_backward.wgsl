// With σ = sigmoid(b): da (+)= dy σ,  db (+)= dy a σ (1 - σ).
//#import sigmoid
@group(0) @binding(1) var<storage, read> x: array<f32>;         // (rows, 2D)
@group(0) @binding(2) var<storage, read> dy: array<f32>;        // (rows, D)
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;  // (rows, 2D)

//#each 64 of dims.rows * dims.D
fn each(i: u32) {
  let at = i + i / dims.D * dims.D;
  let open = sigmoid(x[at + dims.D]);
  var da = dy[i] * open;
  var db = da * x[at] * (1.0 - open);
  if ((dims.accumulate & 1u) != 0u) {
    da += dx[at];
    db += dx[at + dims.D];
  }
  dx[at] = da;
  dx[at + dims.D] = db;
}
