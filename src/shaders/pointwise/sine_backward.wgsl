// Adjoint of sine: dx (+)= dy frequency cos(frequency x),  dfrequency = Σ dy x cos(frequency x), a copy for each segment of rows.
// An invocation takes a column of a segment.
//#import cis
@group(0) @binding(1) var<storage, read> x: array<f32>;                 // (rows, F)
@group(0) @binding(2) var<storage, read> frequency: array<f32>;         // (F)
@group(0) @binding(3) var<storage, read> dy: array<f32>;                // (rows, F)
@group(0) @binding(4) var<storage, read_write> dx: array<f32>;          // (rows, F)
@group(0) @binding(5) var<storage, read_write> dfrequency: array<f32>;  // (copies, F)

//#each 64
fn each(index: u32) {
  let first = index / dims.F * dims.segment;
  if (first >= dims.rows) {
    return;
  }
  let f = index % dims.F;
  let speed = frequency[f];
  var total = 0.0;
  for (var row = first; row < min(first + dims.segment, dims.rows); row++) {
    let i = row * dims.F + f;
    let pull = dy[i] * cis(speed * x[i] * 0.1591549431).x;
    total += pull * x[i];
    var gradient = pull * speed;
    if ((dims.accumulate & 1u) != 0u) {
      gradient += dx[i];
    }
    dx[i] = gradient;
  }
  dfrequency[index] = total;
}
