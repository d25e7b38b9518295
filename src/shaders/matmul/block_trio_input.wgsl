// Adjoint of block_trio for u: du (+)= aᵀ da + bᵀ db. An invocation takes a column of a row.
@group(0) @binding(1) var<storage, read> dout: array<f32>;           // (rows, 3E)
@group(0) @binding(2) var<storage, read> a: array<f32>;              // (E / n, n, n)
@group(0) @binding(3) var<storage, read> b: array<f32>;
@group(0) @binding(4) var<storage, read_write> dvalues: array<f32>;  // (rows, stride): E columns from u on

//#each 64 of dims.rows * dims.E
fn each(i: u32) {
  let column = i % dims.E;
  let block = column / dims.n * dims.n;
  let row = i / dims.E;
  let first = row * 3u * dims.E + block;
  let to = row * dims.stride + dims.u + column;
  var sum = 0.0;
  if ((dims.accumulate & 1u) != 0u) {
    sum = dvalues[to];
  }
  for (var k = 0u; k < dims.n; k++) {
    let at = (block + k) * dims.n + column - block;
    sum += dout[first + k] * a[at] + dout[first + dims.E + k] * b[at];
  }
  dvalues[to] = sum;
}
