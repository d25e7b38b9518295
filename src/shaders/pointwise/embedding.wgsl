// y[row] = weight[token of row]; a token outside the vocabulary counts as the nearest one inside.
@group(0) @binding(1) var<storage, read> tokens: array<i32>;    // (B, capacity)
@group(0) @binding(2) var<storage, read> cursor: array<i32>;    // [0]: position of the first token, if from_cursor
@group(0) @binding(3) var<storage, read> weight: array<f32>;    // (V, D)
@group(0) @binding(4) var<storage, read_write> y: array<f32>;   // (B, L, D)

//#each 64 of dims.B * dims.L * dims.D
fn each(i: u32) {
  let row = i / dims.D;
  var position = row % dims.L;
  if (dims.from_cursor != 0u) {
    position += u32(max(cursor[0], 0));
  }
  let token = tokens[row / dims.L * dims.capacity + min(position, dims.capacity - 1u)];
  y[i] = weight[u32(clamp(token, 0, i32(dims.V) - 1)) * dims.D + i % dims.D];
}
