// h[t] = λ h[t-1] + γ b[t] for complex states. An invocation takes a state of a sequence; complex numbers are columns N apart.
// A part takes steps `start` to `stop`. With `start` > 0 it continues from the last h of the part before.
//#import complex
@group(0) @binding(1) var<storage, read> modes: array<f32>;         // (3, N): re λ, im λ, γ
@group(0) @binding(2) var<storage, read_write> rows: array<f32>;    // (B·L, stride): reads columns b, writes the conjugate of h
@group(0) @binding(3) var<storage, read_write> state: array<vec2f>;  // (B, N), if carry: h before and after the call

//#each 64 of dims.B * dims.N
fn each(i: u32) {
  let sequence = i / dims.N;
  let n = i % dims.N;
  let decay = vec2f(modes[n], modes[dims.N + n]);
  let scale = modes[2u * dims.N + n];
  var value = vec2f(0.0);
  if (dims.start > 0u) {
    let last = (sequence * dims.L + dims.start - 1u) * dims.stride + dims.h + n;
    value = vec2f(rows[last], -rows[last + dims.N]);
  } else if (dims.carry != 0u) {
    value = state[i];
  }
  for (var t = dims.start; t < dims.stop; t++) {
    let at = (sequence * dims.L + t) * dims.stride + n;
    value = times(decay, value) + scale * vec2f(rows[at + dims.b], rows[at + dims.b + dims.N]);
    rows[at + dims.h] = value.x;
    rows[at + dims.h + dims.N] = -value.y;
  }
  if (dims.carry != 0u && dims.stop == dims.L) {
    state[i] = value;
  }
}
