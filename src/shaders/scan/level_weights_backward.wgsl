// Adjoint of level_weights: with pull = dy sigmoid(scale x), dx = pull scale, dscale = Σ pull x, a copy for each segment of rows.
// An invocation takes a column of a segment.
//#import sigmoid
@group(0) @binding(1) var<storage, read> values: array<f32>;         // (rows, stride): columns x
@group(0) @binding(2) var<storage, read> scale: array<f32>;          // (count)
@group(0) @binding(3) var<storage, read> dweights: array<f32>;       // (rows, count, K): dy is the sum over K
@group(0) @binding(4) var<storage, read_write> dvalues: array<f32>;  // (rows, d_stride): columns dx
@group(0) @binding(5) var<storage, read_write> dscale: array<f32>;   // (copies, count)

//#each 64
fn each(index: u32) {
  let c = index % dims.count;
  let first = index / dims.count * dims.segment;
  if (first >= dims.rows) {
    return;
  }
  var total = 0.0;
  for (var row = first; row < min(first + dims.segment, dims.rows); row++) {
    let given = values[row * dims.stride + dims.x + c];
    var sum = 0.0;
    for (var i = 0u; i < dims.K; i++) {
      sum += dweights[(row * dims.count + c) * dims.K + i];
    }
    let pull = sum * sigmoid(scale[c] * given);
    dvalues[row * dims.d_stride + dims.dx + c] = pull * scale[c];
    total += pull * given;
  }
  dscale[index] = total;
}
