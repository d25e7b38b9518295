// Adjoint of block_trio for its weights, a copy of each for each segment of rows. An invocation takes an element of each.
@group(0) @binding(1) var<storage, read> values: array<f32>;     // (rows, stride)
@group(0) @binding(2) var<storage, read> dout: array<f32>;       // (rows, 3E)
@group(0) @binding(3) var<storage, read_write> da: array<f32>;   // (copies, E / n, n, n)
@group(0) @binding(4) var<storage, read_write> db: array<f32>;
@group(0) @binding(5) var<storage, read_write> dc: array<f32>;

//#each 64
fn each(i: u32) {
  let size = dims.E * dims.n;
  let first = i / size * dims.segment;
  if (first >= dims.rows) {
    return;
  }
  let column = i % size / dims.n;
  let input = column / dims.n * dims.n + i % dims.n;
  var sums = vec3f(0.0);
  for (var row = first; row < min(first + dims.segment, dims.rows); row++) {
    let given = values[row * dims.stride + dims.u + input];
    let pull = row * 3u * dims.E + column;
    let pulls = vec3f(dout[pull], dout[pull + dims.E], dout[pull + 2u * dims.E]);
    sums += pulls * vec3f(given, given, values[row * dims.stride + dims.x + input]);
  }
  da[i] = sums.x;
  db[i] = sums.y;
  dc[i] = sums.z;
}
