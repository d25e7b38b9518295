// y = x + the row of the token's position; positions beyond the table take its last row.
//#permutation add_positions
//#permutation add_positions_vec4 VEC4
//#import element
@group(0) @binding(1) var<storage, read> x: array<Element>;        // (B, L, D)
@group(0) @binding(2) var<storage, read> weight: array<Element>;   // (places, D)
@group(0) @binding(3) var<storage, read> cursor: array<i32>;       // [0]: position of the first token, if from_cursor
@group(0) @binding(4) var<storage, read_write> y: array<Element>;  // (B, L, D)

//#each 64 of dims.B * dims.L * dims.D / WIDTH
fn each(i: u32) {
  let width = dims.D / WIDTH;
  var position = i / width % dims.L;
  if (dims.from_cursor != 0u) {
    position += u32(max(cursor[0], 0));
  }
  y[i] = x[i] + weight[min(position, dims.places - 1u) * width + i % width];
}
