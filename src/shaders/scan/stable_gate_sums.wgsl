// The sums of exponential gates: i and f of each head, linear layers of a row. An invocation takes a sum.
@group(0) @binding(1) var<storage, read> values: array<f32>;       // (rows, stride): W columns from x on
@group(0) @binding(2) var<storage, read> input: array<f32>;        // (H, W)
@group(0) @binding(3) var<storage, read> forget: array<f32>;       // (H, W)
@group(0) @binding(4) var<storage, read> input_bias: array<f32>;   // (H)
@group(0) @binding(5) var<storage, read> forget_bias: array<f32>;  // (H)
@group(0) @binding(6) var<storage, read_write> cells: array<f32>;  // (rows, cell_stride): 2H columns from cell on

//#each 64 of dims.rows * 2u * dims.H
fn each(i: u32) {
  let h = i % dims.H;
  let of_forget = i / dims.H % 2u == 1u;
  let row = i / (2u * dims.H);
  let first = row * dims.stride + dims.x;
  var sum = input_bias[h];
  if (of_forget) {
    sum = forget_bias[h];
    for (var k = 0u; k < dims.W; k++) {
      sum += forget[h * dims.W + k] * values[first + k];
    }
  } else {
    for (var k = 0u; k < dims.W; k++) {
      sum += input[h * dims.W + k] * values[first + k];
    }
  }
  cells[row * dims.cell_stride + dims.cell + i % (2u * dims.H)] = sum;
}
