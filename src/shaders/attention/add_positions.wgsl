// y = x + the row of the token's position; positions beyond the table take its last row.
@group(0) @binding(1) var<storage, read> x: array<f32>;         // (B, L, D)
@group(0) @binding(2) var<storage, read> weight: array<f32>;    // (places, D)
@group(0) @binding(3) var<storage, read> cursor: array<i32>;    // [0]: position of the first token, if from_cursor
@group(0) @binding(4) var<storage, read_write> y: array<f32>;   // (B, L, D)

//#each 64 of dims.B * dims.L * dims.D
fn each(i: u32) {
  var position = i / dims.D % dims.L;
  if (dims.from_cursor != 0u) {
    position += u32(max(cursor[0], 0));
  }
  y[i] = x[i] + weight[min(position, dims.places - 1u) * dims.D + i % dims.D];
}
