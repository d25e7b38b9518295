//#permutation rotate_heads
//#permutation rotate_heads_backward BACKWARD
// Rotary positions of heads of K: pairs (i, i + K / 2, rounded up) turn by the token's position.
// An invocation takes an element.
//#import rope
//#if BACKWARD
@group(0) @binding(1) var<storage, read> dy: array<f32>;             // (B, L, width)
@group(0) @binding(2) var<storage, read> frequencies: array<vec2u>;  // (K / 2, rounded up)
@group(0) @binding(3) var<storage, read> cursor: array<i32>;         // [0]: position of the first token, if from_cursor
@group(0) @binding(4) var<storage, read_write> dvalues: array<f32>;  // (B, L, d_stride): columns dx
//#else
@group(0) @binding(1) var<storage, read> values: array<f32>;         // (B, L, stride): columns x
@group(0) @binding(2) var<storage, read> frequencies: array<vec2u>;  // (K / 2, rounded up)
@group(0) @binding(3) var<storage, read> cursor: array<i32>;         // [0]: position of the first token, if from_cursor
@group(0) @binding(4) var<storage, read_write> y: array<f32>;        // (B, L, width)
//#endif

fn given(row: u32, i: u32) -> f32 {
//#if BACKWARD
  return dy[row * dims.width + i];
//#else
  return values[row * dims.stride + dims.x + i];
//#endif
}

fn turned(row: u32, i: u32) -> f32 {
  let half = (dims.K + 1u) / 2u;
  let place = i % dims.K;
  if (dims.K % 2u == 1u && place + 1u == half) {
    return given(row, i);
  }
  var position = row % dims.L;
  if (dims.from_cursor != 0u) {
    position += u32(max(cursor[0], 0));
  }
  var turn = rope_turn(position, frequencies[place % half]);
//#if BACKWARD
  turn.y = -turn.y;
//#endif
  if (place < half) {
    return given(row, i) * turn.x - given(row, i + half) * turn.y;
  }
  return given(row, i) * turn.x + given(row, i - half) * turn.y;
}

//#each 64 of dims.B * dims.L * dims.width
fn each(item: u32) {
  let row = item / dims.width;
  let i = item % dims.width;
//#if BACKWARD
  dvalues[row * dims.d_stride + dims.dx + i] = turned(row, i);
//#else
  y[item] = turned(row, i);
//#endif
}
