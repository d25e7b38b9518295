// y[row] = weight[token of row]; a token outside the vocabulary counts as the nearest one inside.
//#permutation embedding
//#permutation embedding_vec4 VEC4
//#import element
@group(0) @binding(1) var<storage, read> tokens: array<i32>;       // (B, capacity)
@group(0) @binding(2) var<storage, read> cursor: array<i32>;       // [0]: position of the first token, if from_cursor
@group(0) @binding(3) var<storage, read> weight: array<Element>;   // (V, D)
@group(0) @binding(4) var<storage, read_write> y: array<Element>;  // (B, L, D)

//#each 64 of dims.B * dims.L * dims.D / WIDTH
fn each(i: u32) {
  let width = dims.D / WIDTH;
  let row = i / width;
  var position = row % dims.L;
  if (dims.from_cursor != 0u) {
    position += u32(max(cursor[0], 0));
  }
  let token = tokens[row / dims.L * dims.capacity + min(position, dims.capacity - 1u)];
  y[i] = weight[u32(clamp(token, 0, i32(dims.V) - 1)) * width + i % width];
}
