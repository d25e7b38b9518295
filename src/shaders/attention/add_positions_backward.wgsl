// dweight[place] = Σ dy over the tokens at that place: one token of each sequence. It is 0 for places from L on.
@group(0) @binding(1) var<storage, read> dy: array<f32>;             // (B, L, D)
@group(0) @binding(2) var<storage, read_write> dweight: array<f32>;  // (places, D)

//#each 64 of dims.places * dims.D
fn each(i: u32) {
  var sum = 0.0;
  if (i < dims.L * dims.D) {
    for (var b = 0u; b < dims.B; b++) {
      sum += dy[b * dims.L * dims.D + i];
    }
  }
  dweight[i] = sum;
}
