// Three block-diagonal weights, blocks of (n, n), out then in: out = (a u, b u, c x). An invocation takes a column of the result.
@group(0) @binding(1) var<storage, read> values: array<f32>;     // (rows, stride): E columns from u on, and E from x on
@group(0) @binding(2) var<storage, read> a: array<f32>;          // (E / n, n, n)
@group(0) @binding(3) var<storage, read> b: array<f32>;
@group(0) @binding(4) var<storage, read> c: array<f32>;
@group(0) @binding(5) var<storage, read_write> out: array<f32>;  // (rows, 3E)

//#each 64 of dims.rows * 3u * dims.E
fn each(i: u32) {
  let column = i % dims.E;
  let part = i / dims.E % 3u;
  let first = i / dims.E / 3u * dims.stride + select(dims.u, dims.x, part == 2u) + column / dims.n * dims.n;
  var sum = 0.0;
  for (var k = 0u; k < dims.n; k++) {
    let at = column * dims.n + k;
    var weight = a[at];
    if (part == 1u) {
      weight = b[at];
    }
    if (part == 2u) {
      weight = c[at];
    }
    sum += values[first + k] * weight;
  }
  out[i] = sum;
}
