// Adjoint of shift_filter: dB_i = Σ_j dK_j C_{i+j},  dC_i = Σ_j dK_j B_{i-j},  dskip = dK_0. An invocation takes a place.
@group(0) @binding(1) var<storage, read> B: array<f32>;            // (D, N)
@group(0) @binding(2) var<storage, read> C: array<f32>;            // (D, N)
@group(0) @binding(3) var<storage, read> dK: array<f32>;           // (summands, L, D)
@group(0) @binding(4) var<storage, read_write> dB: array<f32>;     // (D, N)
@group(0) @binding(5) var<storage, read_write> dC: array<f32>;     // (D, N)
@group(0) @binding(6) var<storage, read_write> dskip: array<f32>;  // (D)

//#each 64 of dims.D * dims.N
fn each(i: u32) {
  let d = i / dims.N;
  let place = i % dims.N;
  var of_B = 0.0;
  var of_C = 0.0;
  for (var tap = 0u; tap < min(dims.L, dims.N); tap++) {
    var pull = 0.0;
    for (var s = 0u; s < dims.summands; s++) {
      pull += dK[(s * dims.L + tap) * dims.D + d];
    }
    if (place + tap < dims.N) {
      of_B += pull * C[i + tap];
    }
    if (place >= tap) {
      of_C += pull * B[i - tap];
    }
    if (place + tap == 0u) {
      dskip[d] = pull;
    }
  }
  dB[i] = of_B;
  dC[i] = of_C;
}
