// Adjoint of memory_output. With pull = dout silu(z), g = pull (1 + weight), and v the normed average of a head:
//   ds = (g - mean(g) - v mean(g v)) / deviation / s',  ds' = -ds · s / s' where s' is not at its least,
//   dm = -1e-6 ds · s / s',  du = pull skip,  dz = dout value silu'(z),  dskip = Σ pull u,  dweight = Σ pull v,
// the last two a copy for each segment of rows.
// An invocation takes a head of a segment.
//#import sigmoid
//#import shown_head
@group(0) @binding(1) var<storage, read_write> sums: array<f32>;     // (rows, H, n + 1): s, s'; then their gradients
@group(0) @binding(2) var<storage, read> values: array<f32>;         // (rows, stride): columns u and z, E, and m, H
@group(0) @binding(3) var<storage, read> weight: array<f32>;         // (E)
@group(0) @binding(4) var<storage, read> skip: array<f32>;           // (E)
@group(0) @binding(5) var<storage, read> dout: array<f32>;           // (rows, E)
@group(0) @binding(6) var<storage, read_write> dvalues: array<f32>;  // (rows, d_stride): columns du and dz, and dm
@group(0) @binding(7) var<storage, read_write> dweight: array<f32>;  // (copies, E)
@group(0) @binding(8) var<storage, read_write> dskip: array<f32>;    // (copies, E)

//#each 64
fn each(index: u32) {
  let n = dims.E / dims.H;
  let h = index % dims.H;
  let copy = index / dims.H;
  if (copy * dims.segment >= dims.rows) {
    return;
  }
  for (var j = 0u; j < n; j++) {
    dweight[copy * dims.E + h * n + j] = 0.0;
    dskip[copy * dims.E + h * n + j] = 0.0;
  }
  for (var row = copy * dims.segment; row < min(dims.rows, (copy + 1u) * dims.segment); row++) {
    let at = row * dims.stride;
    let to = row * dims.d_stride;
    let first = (row * dims.H + h) * (n + 1u);
    let shown = shown_head(first, n, values[at + dims.m + h]);
    var mean = 0.0;
    var along = 0.0;
    for (var j = 0u; j < n; j++) {
      let column = h * n + j;
      let input = values[at + dims.u + column];
      let gate = values[at + dims.z + column];
      let open = sigmoid(gate);
      let own = dout[row * dims.E + column];
      let pull = own * gate * open;
      let normed = (sums[first + j] / shown.total - shown.mean) * shown.scale;
      let value = normed * (1.0 + weight[column]) + skip[column] * input;
      dvalues[to + dims.du + column] = pull * skip[column];
      dvalues[to + dims.dz + column] = own * value * open * (1.0 + gate * (1.0 - open));
      dskip[copy * dims.E + column] += pull * input;
      dweight[copy * dims.E + column] += pull * normed;
      mean += pull * (1.0 + weight[column]);
      along += pull * (1.0 + weight[column]) * normed;
    }
    mean /= f32(n);
    along /= f32(n);
    var of_total = 0.0;
    for (var j = 0u; j < n; j++) {
      let column = h * n + j;
      let gate = values[at + dims.z + column];
      let average = sums[first + j] / shown.total;
      let pull = dout[row * dims.E + column] * gate * sigmoid(gate) * (1.0 + weight[column]);
      let own = shown.scale * (pull - mean - (average - shown.mean) * shown.scale * along) / shown.total;
      sums[first + j] = own;
      of_total -= own * average;
    }
    sums[first + n] = shown.slope * of_total;
    dvalues[to + dims.dm + h] = 1e-6 * of_total;
  }
}
