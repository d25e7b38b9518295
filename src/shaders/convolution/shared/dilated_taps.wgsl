const K: u32 = 4u;
// Blocks of four rows that an invocation computes, of one block of four channels.
const ROWS: u32 = 2u;
const GROUP: u32 = 32u;

// The first row of an invocation.
fn row_of(i: u32) -> u32 {
  return i / (dims.D / 4u) * 4u * ROWS;
}

// The block of channels of an invocation.
fn channel_of(i: u32) -> u32 {
  return i % (dims.D / 4u);
}

// Four rows of an invocation, from its row 4 r on, the last row in place of any beyond.
fn rows_at(row: u32, r: u32) -> vec4u {
  return min(vec4u(row + 4u * r) + vec4u(0u, 1u, 2u, 3u), vec4u(dims.B * dims.L - 1u));
}

// Weights of four filters, `pitch` apart, and four channels, from `first` on: one matrix for each tap, one column for each
// channel. Taps are the innermost dimension in memory. So all are loaded together, four numbers of each filter at a time, then
// sorted by tap.
fn sorted_taps(first: u32, pitch: u32) -> array<mat4x4f, K> {
  var flat: array<mat4x4f, K>;
  //#unroll
  for (var q = 0u; q < K; q++) {
    flat[q] = transpose(mat4x4f(
      weight[first + q], weight[first + pitch + q], weight[first + 2u * pitch + q], weight[first + 3u * pitch + q],
    ));
  }
  var taps: array<mat4x4f, K>;
  //#unroll
  for (var k = 0u; k < K; k++) {
    taps[k] = mat4x4f(
      flat[k / 4u][k % 4u], flat[(K + k) / 4u][(K + k) % 4u],
      flat[(2u * K + k) / 4u][(2u * K + k) % 4u], flat[(3u * K + k) / 4u][(3u * K + k) % 4u],
    );
  }
  return taps;
}
