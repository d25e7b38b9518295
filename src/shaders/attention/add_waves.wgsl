// y = x + the waves of the token's position: sine in even columns, cosine in odd ones (Vaswani et al. 2017, section 3.5).
//#import rope
@group(0) @binding(1) var<storage, read> x: array<f32>;               // (B, L, D)
@group(0) @binding(2) var<storage, read> frequencies: array<vec2u>;   // (D / 2, rounded up)
@group(0) @binding(3) var<storage, read> cursor: array<i32>;          // [0]: position of the first token, if from_cursor
@group(0) @binding(4) var<storage, read_write> y: array<f32>;         // (B, L, D)

//#each 64
fn each(item: u32) {
  let pairs = (dims.D + 1u) / 2u;
  if (item >= dims.B * dims.L * pairs) {
    return;
  }
  let pair = item % pairs;
  let i = item / pairs * dims.D + 2u * pair;
  var position = i / dims.D % dims.L;
  if (dims.from_cursor != 0u) {
    position += u32(max(cursor[0], 0));
  }
  let turn = rope_turn(position, frequencies[pair]);
  y[i] = x[i] + turn.y;
  if (2u * pair + 1u < dims.D) {
    y[i + 1u] = x[i + 1u] + turn.x;
  }
}
