// Tokens enter the history of a long convolution.
@group(0) @binding(1) var<storage, read> x: array<f32>;           // (B, L, D)
@group(0) @binding(2) var<storage, read> cursor: array<i32>;      // [0]: position of the first token
@group(0) @binding(3) var<storage, read_write> past: array<f32>;  // (B, orders, slots, D)

//#each 64 of dims.B * dims.L * dims.D
fn each(i: u32) {
  let b = i / dims.D / dims.L;
  let position = u32(max(cursor[0], 0)) + i / dims.D % dims.L;
  past[((b * dims.orders + dims.order) * dims.slots + position) * dims.D + i % dims.D] = x[i];
}
