// The gradients of the parameters of block_linear, a copy for each segment of rows. An invocation takes an element of a copy.
@group(0) @binding(1) var<storage, read> values: array<f32>;         // (rows, x_stride): W columns from x on
@group(0) @binding(2) var<storage, read> dout: array<f32>;           // (rows, y_stride): W columns from y on
@group(0) @binding(3) var<storage, read_write> dweight: array<f32>;  // (copies, W / n, n, n)
@group(0) @binding(4) var<storage, read_write> dbias: array<f32>;    // (copies, W), if has_bias

//#each 64
fn each(i: u32) {
  let n = dims.n;
  let first = i / (dims.W * n) * dims.segment;
  if (first >= dims.rows) {
    return;
  }
  let block = i % (dims.W * n) / (n * n) * n;
  let left = i / n % n;
  let right = i % n;
  let input = block + select(right, left, dims.input_first != 0u);
  let output = block + select(left, right, dims.input_first != 0u);
  var sum = 0.0;
  var pulls = 0.0;
  for (var row = first; row < min(first + dims.segment, dims.rows); row++) {
    let pull = dout[row * dims.y_stride + dims.y + output];
    sum += pull * values[row * dims.x_stride + dims.x + input];
    pulls += pull;
  }
  dweight[i] = sum;
  if (dims.has_bias != 0u && input == block) {
    dbias[i / (dims.W * n) * dims.W + output] = pulls;
  }
}
