//#permutation block_linear
//#permutation block_linear_input INPUT
// A linear layer whose weight is block-diagonal, W / n blocks of (n, n): block, in, out if input_first, otherwise block, out, in.
//#if INPUT
// The gradient of its input, from that of its result. An invocation takes a column of the input.
@group(0) @binding(1) var<storage, read> dout: array<f32>;           // (rows, y_stride): W columns from y on
@group(0) @binding(2) var<storage, read> weight: array<f32>;         // (W / n, n, n)
@group(0) @binding(3) var<storage, read_write> dvalues: array<f32>;  // (rows, x_stride): W columns from x on
//#else
// An invocation takes a column of the result.
@group(0) @binding(1) var<storage, read> values: array<f32>;     // (rows, x_stride): W columns from x on
@group(0) @binding(2) var<storage, read> weight: array<f32>;     // (W / n, n, n)
@group(0) @binding(3) var<storage, read> bias: array<f32>;       // (W), if has_bias
@group(0) @binding(4) var<storage, read_write> out: array<f32>;  // (rows, y_stride): W columns from y on
//#endif

//#each 64 of dims.rows * dims.W
fn each(i: u32) {
  let row = i / dims.W;
  let column = i % dims.W;
  let n = dims.n;
  let block = column / n * n;
  var sum = 0.0;
  //#if INPUT
  let turned = dims.input_first == 0u;
  let first = row * dims.y_stride + dims.y + block;
  //#else
  let turned = dims.input_first != 0u;
  let first = row * dims.x_stride + dims.x + block;
  if (dims.has_bias != 0u) {
    sum = bias[column];
  }
  //#endif
  var at = block * n + select((column - block) * n, column - block, turned);
  let step = select(1u, n, turned);
  for (var k = 0u; k < n; k++) {
    //#if INPUT
    sum += dout[first + k] * weight[at];
    //#else
    sum += values[first + k] * weight[at];
    //#endif
    at += step;
  }
  //#if INPUT
  let to = row * dims.x_stride + dims.x + column;
  if ((dims.accumulate & 1u) != 0u) {
    sum += dvalues[to];
  }
  dvalues[to] = sum;
  //#else
  out[row * dims.y_stride + dims.y + column] = sum;
  //#endif
}
