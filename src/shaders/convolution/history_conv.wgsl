// The convolution of a history with a filter as long: y[t] = Σ_lag K[lag] past[t - lag]. An invocation takes a channel of a
// token.
@group(0) @binding(1) var<storage, read> past: array<f32>;     // (B, orders, slots, D)
@group(0) @binding(2) var<storage, read> K: array<f32>;        // (slots, D)
@group(0) @binding(3) var<storage, read> cursor: array<i32>;   // [0]: position of the first token
@group(0) @binding(4) var<storage, read_write> y: array<f32>;  // (B, L, D)

//#each 64 of dims.B * dims.L * dims.D
fn each(i: u32) {
  let d = i % dims.D;
  let b = i / dims.D / dims.L;
  let position = u32(max(cursor[0], 0)) + i / dims.D % dims.L;
  let last = ((b * dims.orders + dims.order) * dims.slots + position) * dims.D + d;
  var sum = 0.0;
  for (var lag = 0u; lag <= position; lag++) {
    sum += K[lag * dims.D + d] * past[last - lag * dims.D];
  }
  y[i] = sum;
}
