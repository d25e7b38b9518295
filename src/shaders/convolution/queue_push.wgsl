// The last `count` tokens of x enter the queue, the token of position p in slot p % slots.
@group(0) @binding(1) var<storage, read> x: array<f32>;            // (B, L, D)
@group(0) @binding(2) var<storage, read> cursor: array<i32>;       // [0]: position of the first token of x
@group(0) @binding(3) var<storage, read_write> queue: array<f32>;  // (B, slots, D)

//#each 64 of dims.B * dims.count * dims.D
fn each(i: u32) {
  let d = i % dims.D;
  let b = i / (dims.D * dims.count);
  let t = dims.L - dims.count + i / dims.D % dims.count;
  let slot = (u32(max(cursor[0], 0)) + t) % dims.slots;
  queue[(b * dims.slots + slot) * dims.D + d] = x[(b * dims.L + t) * dims.D + d];
}
