// Puts the keys (turned) and values of a call's last `slots` tokens into the caches, position p into slot p mod slots.
//#import rope
//#import head_places
@group(0) @binding(1) var<storage, read> qkv: array<f32>;                  // (B, L, row_width())
@group(0) @binding(2) var<storage, read> frequencies: array<vec2u>;        // (HALF)
@group(0) @binding(3) var<storage, read> cursor: array<i32>;
@group(0) @binding(4) var<storage, read_write> key_cache: array<f32>;      // (B, slots, key_width())
@group(0) @binding(5) var<storage, read_write> value_cache: array<f32>;    // (B, slots, key_width())
const HEAD_DIM: u32 = 4u;
const HALF: u32 = (HEAD_DIM + 1u) / 2u;

//#each 64
fn each(item: u32) {
  let pairs = dims.heads / dims.sharing * HALF;
  let kept = min(dims.L, dims.slots);
  if (item >= dims.B * kept * pairs) {
    return;
  }
  let pair = item % HALF;
  let element = (item % pairs) / HALF * HEAD_DIM + pair;
  let t = dims.L - kept + item / pairs % kept;
  let sequence = item / (pairs * kept);
  let position = u32(cursor[0]) + t;
  let turn = rope_turn(position, frequencies[pair]);
  let row = (sequence * dims.L + t) * row_width() + dims.D + element;
  let slot = (sequence * dims.slots + position % dims.slots) * key_width() + element;
  let is_pair = pair + HALF < HEAD_DIM;
  let a = qkv[row];
  let b = select(0.0, qkv[row + HALF], is_pair);
  key_cache[slot] = a * turn.x - b * turn.y;
  value_cache[slot] = qkv[row + key_width()];
  if (is_pair) {
    key_cache[slot + HALF] = b * turn.x + a * turn.y;
    value_cache[slot + HALF] = qkv[row + key_width() + HALF];
  }
}
