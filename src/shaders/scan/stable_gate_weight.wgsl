// Adjoint of stable_gate_sums for their parameters, a copy of each for each segment of rows.
// An invocation takes an element of a copy of either weight.
@group(0) @binding(1) var<storage, read> values: array<f32>;              // (rows, stride): W columns from x on
@group(0) @binding(2) var<storage, read> dsums: array<f32>;               // (rows, 2H): of i, f
@group(0) @binding(3) var<storage, read_write> dinput: array<f32>;        // (copies, H, W)
@group(0) @binding(4) var<storage, read_write> dforget: array<f32>;       // (copies, H, W)
@group(0) @binding(5) var<storage, read_write> dinput_bias: array<f32>;   // (copies, H)
@group(0) @binding(6) var<storage, read_write> dforget_bias: array<f32>;  // (copies, H)

//#each 64
fn each(i: u32) {
  let k = i % dims.W;
  let column = i / dims.W % (2u * dims.H);
  let copy = i / dims.W / (2u * dims.H);
  let first = copy * dims.segment;
  if (first >= dims.rows) {
    return;
  }
  var sum = 0.0;
  var pulls = 0.0;
  for (var row = first; row < min(first + dims.segment, dims.rows); row++) {
    let pull = dsums[row * 2u * dims.H + column];
    sum += pull * values[row * dims.stride + dims.x + k];
    pulls += pull;
  }
  let own = copy * dims.H + column % dims.H;
  if (column < dims.H) {
    dinput[own * dims.W + k] = sum;
  } else {
    dforget[own * dims.W + k] = sum;
  }
  if (k == 0u && column < dims.H) {
    dinput_bias[own] = pulls;
  }
  if (k == 0u && column >= dims.H) {
    dforget_bias[own] = pulls;
  }
}
