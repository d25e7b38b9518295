// `dilated_conv` for one token of each sequence, which also enters the queue. The cost is O(K D²) for a queue of any length.
// The queue has room for one token more than the taps look back, so no invocation reads the slot that is written.
//#import safe_tanh
//#import sigmoid
@group(0) @binding(1) var<storage, read> x: array<f32>;            // (B, D)
@group(0) @binding(2) var<storage, read> weight: array<f32>;       // (2D, D, K)
@group(0) @binding(3) var<storage, read> bias: array<f32>;         // (2D)
@group(0) @binding(4) var<storage, read> cursor: array<i32>;       // [0]: position of the token
@group(0) @binding(5) var<storage, read_write> queue: array<f32>;  // (B, slots, D), the token of position p in p % slots
@group(0) @binding(6) var<storage, read_write> y: array<f32>;      // (B, D)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) invocation: vec3u) {
  let channel = invocation.x;
  let b = invocation.y;
  if (channel >= dims.D) {
    return;
  }
  let position = u32(max(cursor[0], 0));
  let width = dims.D * dims.K;
  let filters = channel * width;
  let gates = (dims.D + channel) * width;
  var a = vec2f(bias[channel], bias[dims.D + channel]);
  for (var k = 0u; k + 1u < dims.K; k++) {
    let shift = (dims.K - 1u - k) * dims.dilation;
    if (position >= shift) {
      let place = (b * dims.slots + (position - shift) % dims.slots) * dims.D;
      for (var d = 0u; d < dims.D; d++) {
        let at = d * dims.K + k;
        a += queue[place + d] * vec2f(weight[filters + at], weight[gates + at]);
      }
    }
  }
  for (var d = 0u; d < dims.D; d++) {
    let at = d * dims.K + dims.K - 1u;
    a += x[b * dims.D + d] * vec2f(weight[filters + at], weight[gates + at]);
  }
  let i = b * dims.D + channel;
  queue[(b * dims.slots + position % dims.slots) * dims.D + channel] = x[i];
  y[i] = safe_tanh(a.x) * sigmoid(a.y);
}
