// The rows of each sequence behind the row before them, which the last one then replaces.
@group(0) @binding(1) var<storage, read> x: array<f32>;             // (B, L, D)
@group(0) @binding(2) var<storage, read_write> state: array<f32>;   // (B, D)
@group(0) @binding(3) var<storage, read_write> padded: array<f32>;  // (B, L + 1, D)

//#each 64 of dims.B * (dims.L + 1u) * dims.D
fn each(i: u32) {
  let d = i % dims.D;
  let t = i / dims.D % (dims.L + 1u);
  let sequence = i / dims.D / (dims.L + 1u);
  if (t > 0u) {
    padded[i] = x[(sequence * dims.L + t - 1u) * dims.D + d];
    return;
  }
  padded[i] = state[sequence * dims.D + d];
  state[sequence * dims.D + d] = x[(sequence * dims.L + dims.L - 1u) * dims.D + d];
}
