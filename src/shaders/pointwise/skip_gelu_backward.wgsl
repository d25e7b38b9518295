// Adjoint of skip_gelu: ds (+)= dy gelu'(s + skip x),  dx (+)= ds skip,  dskip = Σ ds x, a copy for each segment of rows.
// An invocation takes a column of a segment.
//#import sigmoid
//#import gelu_tanh
@group(0) @binding(1) var<storage, read> s: array<f32>;            // (rows, D)
@group(0) @binding(2) var<storage, read> x: array<f32>;            // (rows, D)
@group(0) @binding(3) var<storage, read> skip: array<f32>;         // (D)
@group(0) @binding(4) var<storage, read> dy: array<f32>;           // (rows, D)
@group(0) @binding(5) var<storage, read_write> ds: array<f32>;     // (rows, D)
@group(0) @binding(6) var<storage, read_write> dx: array<f32>;     // (rows, D)
@group(0) @binding(7) var<storage, read_write> dskip: array<f32>;  // (copies, D)

//#each 64
fn each(index: u32) {
  let first = index / dims.D * dims.segment;
  if (first >= dims.rows) {
    return;
  }
  let through = skip[index % dims.D];
  var total = 0.0;
  for (var row = first; row < min(first + dims.segment, dims.rows); row++) {
    let i = row * dims.D + index % dims.D;
    let pull = dy[i] * gelu_tanh(s[i] + through * x[i]).y;
    total += pull * x[i];
    var of_s = pull;
    var of_x = pull * through;
    if ((dims.accumulate & 1u) != 0u) {
      of_s += ds[i];
    }
    if ((dims.accumulate & 2u) != 0u) {
      of_x += dx[i];
    }
    ds[i] = of_s;
    dx[i] = of_x;
  }
  dskip[index] = total;
}
