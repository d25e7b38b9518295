// y[b] = x[b, t]: the last row, or the row at the cursor (the last one if the cursor is beyond it).
@group(0) @binding(1) var<storage, read> x: array<f32>;        // (B, L, D)
@group(0) @binding(2) var<storage, read> cursor: array<i32>;   // [0], if at_cursor
@group(0) @binding(3) var<storage, read_write> y: array<f32>;  // (B, D)

//#each 64 of dims.B * dims.D
fn each(i: u32) {
  var t = dims.L - 1u;
  if (dims.at_cursor != 0u) {
    t = min(t, u32(max(cursor[0], 0)));
  }
  y[i] = x[(i / dims.D * dims.L + t) * dims.D + i % dims.D];
}
