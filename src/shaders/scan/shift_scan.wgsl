// A shift register token by token: all places move on by one, B k enters them, and y = C z + skip k.
// An invocation takes a channel of a sequence. A part takes tokens `start` to `stop`; between parts, all is in `state`.
@group(0) @binding(1) var<storage, read> B: array<f32>;            // (D, N)
@group(0) @binding(2) var<storage, read> C: array<f32>;            // (D, N)
@group(0) @binding(3) var<storage, read> skip: array<f32>;         // (D)
@group(0) @binding(4) var<storage, read> k: array<f32>;            // (batch, L, D)
@group(0) @binding(5) var<storage, read_write> state: array<f32>;  // (batch, D, N)
@group(0) @binding(6) var<storage, read_write> y: array<f32>;      // (batch, L, D)

//#each 64 of dims.batch * dims.D
fn each(i: u32) {
  let d = i % dims.D;
  let N = dims.N;
  for (var t = dims.start; t < dims.stop; t++) {
    let at = (i / dims.D * dims.L + t) * dims.D + d;
    let input = k[at];
    var sum = skip[d] * input;
    for (var left = N; left > 0u; left--) {
      let place = left - 1u;
      var next = B[d * N + place] * input;
      if (place > 0u) {
        next += state[i * N + place - 1u];
      }
      state[i * N + place] = next;
      sum += C[d * N + place] * next;
    }
    y[at] = sum;
  }
}
