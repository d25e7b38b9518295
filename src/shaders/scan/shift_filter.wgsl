// The filter of a shift register: K[j] = Σ_i B_i C_{i+j}, and skip more at tap 0. An invocation takes a tap of a channel.
@group(0) @binding(1) var<storage, read> B: array<f32>;        // (D, N)
@group(0) @binding(2) var<storage, read> C: array<f32>;        // (D, N)
@group(0) @binding(3) var<storage, read> skip: array<f32>;     // (D)
@group(0) @binding(4) var<storage, read_write> K: array<f32>;  // (L, D)

//#each 64 of dims.L * dims.D
fn each(i: u32) {
  let tap = i / dims.D;
  let d = i % dims.D;
  var sum = 0.0;
  if (tap == 0u) {
    sum = skip[d];
  }
  for (var place = d * dims.N; place + tap < (d + 1u) * dims.N; place++) {
    sum += B[place] * C[place + tap];
  }
  K[i] = sum;
}
