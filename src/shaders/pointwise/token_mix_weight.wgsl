// Adjoint of token_mix for the shares, a copy for each segment of rows. An invocation takes a column of a segment.
@group(0) @binding(1) var<storage, read> values: array<f32>;    // (B, L + padded, D)
@group(0) @binding(2) var<storage, read> dmixed: array<f32>;    // (B, L, 6D)
@group(0) @binding(3) var<storage, read_write> da: array<f32>;  // (copies, D), and so to df
@group(0) @binding(4) var<storage, read_write> db: array<f32>;
@group(0) @binding(5) var<storage, read_write> dc: array<f32>;
@group(0) @binding(6) var<storage, read_write> dd: array<f32>;
@group(0) @binding(7) var<storage, read_write> de: array<f32>;
@group(0) @binding(8) var<storage, read_write> df: array<f32>;

//#each 64
fn each(i: u32) {
  let rows = dims.B * dims.L;
  let column = i % dims.D;
  let start = i / dims.D * dims.segment;
  if (start >= rows) {
    return;
  }
  var sums = array<f32, 6>();
  for (var row = start; row < min(rows, start + dims.segment); row++) {
    let t = row % dims.L + dims.padded;
    let at = (row / dims.L * (dims.L + dims.padded) + t) * dims.D + column;
    var step = -values[at];
    if (t > 0u) {
      step += values[at - dims.D];
    }
    for (var part = 0u; part < 6u; part++) {
      sums[part] += dmixed[(row * 6u + part) * dims.D + column] * step;
    }
  }
  da[i] = sums[0];
  db[i] = sums[1];
  dc[i] = sums[2];
  dd[i] = sums[3];
  de[i] = sums[4];
  df[i] = sums[5];
}
