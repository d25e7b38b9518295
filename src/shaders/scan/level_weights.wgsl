// y = softplus(scale x), columns of the same rows.
//#import softplus
@group(0) @binding(1) var<storage, read_write> values: array<f32>;  // (rows, stride): columns x, then y
@group(0) @binding(2) var<storage, read> scale: array<f32>;         // (count)

//#each 64 of dims.rows * dims.count
fn each(i: u32) {
  let c = i % dims.count;
  let at = i / dims.count * dims.stride + c;
  values[at + dims.y] = softplus(scale[c] * values[at + dims.x]);
}
