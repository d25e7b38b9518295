// Adjoint of stable_gate_sums for what the gates see: dx (+)= Σ over the gates of dsums · weight.
// An invocation takes a column of a row.
@group(0) @binding(1) var<storage, read> dsums: array<f32>;          // (rows, 2H): of i, f
@group(0) @binding(2) var<storage, read> input: array<f32>;          // (H, W)
@group(0) @binding(3) var<storage, read> forget: array<f32>;         // (H, W)
@group(0) @binding(4) var<storage, read_write> dvalues: array<f32>;  // (rows, stride): W columns from x on

//#each 64 of dims.rows * dims.W
fn each(i: u32) {
  let row = i / dims.W;
  let k = i % dims.W;
  let to = row * dims.stride + dims.x + k;
  var sum = 0.0;
  if ((dims.accumulate & 1u) != 0u) {
    sum = dvalues[to];
  }
  for (var h = 0u; h < dims.H; h++) {
    let at = row * 2u * dims.H + h;
    sum += dsums[at] * input[h * dims.W + k] + dsums[at + dims.H] * forget[h * dims.W + k];
  }
  dvalues[to] = sum;
}
