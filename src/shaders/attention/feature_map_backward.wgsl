// Adjoint of feature_map.
//#import elu
//#import put_dqkv
@group(0) @binding(1) var<storage, read> qkv: array<f32>;         // (rows, 3D)
@group(0) @binding(2) var<storage, read> dfeatures: array<f32>;   // (rows, 3D + heads)
@group(0) @binding(3) var<storage, read_write> dqkv: array<f32>;  // (rows, 3D)

//#each 64 of dims.rows * 3u * dims.D
fn each(i: u32) {
  let width = 3u * dims.D;
  let column = i % width;
  let row = i / width * (width + dims.heads);
  if (column < 2u * dims.D) {
    put(i, dfeatures[row + column] * elu_slope(qkv[i]));
  } else {
    let head = (column - 2u * dims.D) / (dims.D / dims.heads);
    put(i, dfeatures[row + column + head]);
  }
}
