// Rows of linear attention for the recurrence matrix_scan: phi(q), phi(k), then (v, 1) of each head, where phi = elu + 1.
//#import elu
@group(0) @binding(1) var<storage, read> qkv: array<f32>;             // (rows, 3D)
@group(0) @binding(2) var<storage, read_write> features: array<f32>;  // (rows, 3D + heads)

//#each 64 of dims.rows * (3u * dims.D + dims.heads)
fn each(i: u32) {
  let width = 3u * dims.D + dims.heads;
  let row = i / width * 3u * dims.D;
  let column = i % width;
  if (column < 2u * dims.D) {
    features[i] = elu_plus_one(qkv[row + column]);
    return;
  }
  let place = column - 2u * dims.D;
  let head_width = dims.D / dims.heads + 1u;
  let is_one = place % head_width == head_width - 1u;
  features[i] = select(qkv[row + min(column - place / head_width, 3u * dims.D - 1u)], 1.0, is_one);
}
