// As dilated_conv without a queue, in whole vec4s: an invocation computes filter and gate of 4 ROWS rows and four channels.
// It holds the taps of one side and 64 sums at a time, so that all stay in a GPU's registers.
//#import dilated_taps
//#import sigmoid
@group(0) @binding(1) var<storage, read> x: array<vec4f>;             // (B, L, D)
@group(0) @binding(2) var<storage, read> weight: array<vec4f>;        // (2D, D, K)
@group(0) @binding(3) var<storage, read> bias: array<vec4f>;          // (2D)
@group(0) @binding(4) var<storage, read> queue: array<f32>;           // not read
@group(0) @binding(5) var<storage, read> cursor: array<i32>;          // not read
@group(0) @binding(6) var<storage, read_write> gates: array<vec4f>;   // (B, L, 2D): tanh, then sigmoid; if save
@group(0) @binding(7) var<storage, read_write> y: array<vec4f>;       // (B, L, D)

fn store(row: u32, channel: u32, filtered: vec4f, gate: vec4f) {
  if (row >= dims.B * dims.L) {
    return;
  }
  let width = dims.D / 4u;
  let t = tanh(clamp(filtered + bias[channel], vec4f(-15.0), vec4f(15.0)));
  let opening = gate + bias[width + channel];
  let s = sigmoid4(opening);
  y[row * width + channel] = t * s;
  if (dims.save != 0u) {
    gates[row * 2u * width + channel] = t;
    gates[(row * 2u + 1u) * width + channel] = s;
  }
}

// Four channels of the token `shift` before the t-th one, which is at `at`; zero before the first.
fn past(at: u32, t: u32, shift: u32) -> vec4f {
  let inside = t >= shift;
  return select(vec4f(), x[at - select(0u, shift * (dims.D / 4u), inside)], inside);
}

//#each GROUP
fn each(i: u32) {
  let row = row_of(i);
  let channel = channel_of(i);
  let width = dims.D / 4u;
  if (row >= dims.B * dims.L) {
    return;
  }
  var time: array<u32, ROWS * 4u>;
  var start: array<u32, ROWS * 4u>;
  //#unroll
  for (var r = 0u; r < ROWS; r++) {
    let own = rows_at(row, r);
    time[4u * r] = own.x % dims.L;
    time[4u * r + 1u] = own.y % dims.L;
    time[4u * r + 2u] = own.z % dims.L;
    time[4u * r + 3u] = own.w % dims.L;
    start[4u * r] = own.x * width;
    start[4u * r + 1u] = own.y * width;
    start[4u * r + 2u] = own.z * width;
    start[4u * r + 3u] = own.w * width;
  }
  let pitch = width * K;
  var sums: array<mat4x4f, 2 * ROWS>;
  for (var d = 0u; d < width; d++) {
    //#unroll
    for (var side = 0u; side < 2u; side++) {
      let taps = sorted_taps((side * width + channel) * 4u * pitch + d * K, pitch);
      //#unroll
      for (var k = 0u; k < K; k++) {
        let shift = (K - 1u - k) * dims.dilation;
        //#unroll
        for (var r = 0u; r < ROWS; r++) {
          sums[side * ROWS + r] += taps[k] * mat4x4f(
            past(start[4u * r] + d, time[4u * r], shift),
            past(start[4u * r + 1u] + d, time[4u * r + 1u], shift),
            past(start[4u * r + 2u] + d, time[4u * r + 2u], shift),
            past(start[4u * r + 3u] + d, time[4u * r + 3u], shift),
          );
        }
      }
    }
  }
  //#unroll
  for (var r = 0u; r < ROWS; r++) {
    //#unroll
    for (var j = 0u; j < 4u; j++) {
      store(row + 4u * r + j, channel, sums[r][j], sums[ROWS + r][j]);
    }
  }
}
