// As dilated_conv_input, in whole vec4s: an invocation computes 4 ROWS rows of four channels.
//#import dilated_taps
@group(0) @binding(1) var<storage, read> da: array<vec4f>;        // (B, L, 2D)
@group(0) @binding(2) var<storage, read> weight: array<vec4f>;    // (2D, D, K)
@group(0) @binding(3) var<storage, read_write> dx: array<vec4f>;  // (B, L, D)

fn store(row: u32, channel: u32, value: vec4f) {
  if (row >= dims.B * dims.L) {
    return;
  }
  let at = row * (dims.D / 4u) + channel;
  if ((dims.accumulate & 1u) != 0u) {
    dx[at] += value;
  } else {
    dx[at] = value;
  }
}

// Four channels of the token `shift` after the one at `at`; zero if fewer follow. `left`: tokens from this one to the end.
fn ahead(at: u32, left: u32, shift: u32) -> vec4f {
  let inside = left > shift;
  return select(vec4f(), da[at + select(0u, shift * (dims.D / 2u), inside)], inside);
}

//#each GROUP
fn each(i: u32) {
  let row = row_of(i);
  let channel = channel_of(i);
  let width = dims.D / 4u;
  if (row >= dims.B * dims.L) {
    return;
  }
  var remaining: array<u32, ROWS * 4u>;
  var start: array<u32, ROWS * 4u>;
  //#unroll
  for (var r = 0u; r < ROWS; r++) {
    let own = rows_at(row, r);
    remaining[4u * r] = dims.L - own.x % dims.L;
    remaining[4u * r + 1u] = dims.L - own.y % dims.L;
    remaining[4u * r + 2u] = dims.L - own.z % dims.L;
    remaining[4u * r + 3u] = dims.L - own.w % dims.L;
    start[4u * r] = own.x * 2u * width;
    start[4u * r + 1u] = own.y * 2u * width;
    start[4u * r + 2u] = own.z * 2u * width;
    start[4u * r + 3u] = own.w * 2u * width;
  }
  let pitch = width * K;
  var sums: array<mat4x4f, ROWS>;
  for (var n = 0u; n < 2u * width; n++) {
    let taps = sorted_taps(n * 4u * pitch + channel * K, pitch);
    //#unroll
    for (var k = 0u; k < K; k++) {
      let shift = (K - 1u - k) * dims.dilation;
      let left = transpose(taps[k]);
      //#unroll
      for (var r = 0u; r < ROWS; r++) {
        sums[r] += left * mat4x4f(
          ahead(start[4u * r] + n, remaining[4u * r], shift),
          ahead(start[4u * r + 1u] + n, remaining[4u * r + 1u], shift),
          ahead(start[4u * r + 2u] + n, remaining[4u * r + 2u], shift),
          ahead(start[4u * r + 3u] + n, remaining[4u * r + 3u], shift),
        );
      }
    }
  }
  //#unroll
  for (var r = 0u; r < ROWS; r++) {
    //#unroll
    for (var j = 0u; j < 4u; j++) {
      store(row + 4u * r + j, channel, sums[r][j]);
    }
  }
}
