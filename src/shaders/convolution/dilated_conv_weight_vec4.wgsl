// As dilated_conv_weight without a queue, in whole vec4s: an invocation computes 4 BLOCKS n, four d, and all taps. The taps of
// four d are neighbours in memory.
@group(0) @binding(1) var<storage, read> da: array<vec4f>;             // (B, L, 2D)
@group(0) @binding(2) var<storage, read> x: array<vec4f>;              // (B, L, D)
@group(0) @binding(3) var<storage, read> queue: array<f32>;
@group(0) @binding(4) var<storage, read> cursor: array<i32>;
@group(0) @binding(5) var<storage, read_write> dweight: array<vec4f>;  // (copies, 2D, D, K)
@group(0) @binding(6) var<storage, read_write> dbias: array<vec4f>;    // (copies, 2D)
const K: u32 = 4u;
const BLOCKS: u32 = 1u;  // blocks of four n
const GROUP: u32 = 32u;

// Four channels of the token `shift` before `row`, the t-th of its sequence; zero before the first.
fn past(row: u32, t: u32, d: u32, shift: u32) -> vec4f {
  let inside = t >= shift;
  return select(vec4f(), x[(row - select(0u, shift, inside)) * (dims.D / 4u) + d], inside);
}

//#each GROUP
fn each(i: u32) {
  let width = dims.D / 4u;
  let down = (2u * width + BLOCKS - 1u) / BLOCKS;
  if (i >= width * down * dims.copies) {
    return;
  }
  let d = i % width;
  let n = i / width % down * BLOCKS;
  let copy = i / (width * down);
  let rows = dims.B * dims.L;
  let span = (rows + 4u * dims.copies - 1u) / (4u * dims.copies) * 4u;
  let end = min(rows, (copy + 1u) * span);
  var sums: array<mat4x4f, BLOCKS * K>;
  var bias: array<vec4f, BLOCKS>;
  var t = vec4u(copy * span) + vec4u(0u, 1u, 2u, 3u);
  t %= vec4u(dims.L);
  for (var row = copy * span; row < end; row += 4u) {
    var right: array<mat4x4f, BLOCKS>;
    //#unroll
    for (var block = 0u; block < BLOCKS; block++) {
      let at = row * 2u * width + min(n + block, 2u * width - 1u);
      let a = mat4x4f(da[at], da[at + 2u * width], da[at + 4u * width], da[at + 6u * width]);
      bias[block] += a[0] + a[1] + a[2] + a[3];
      right[block] = transpose(a);
    }
    //#unroll
    for (var k = 0u; k < K; k++) {
      let shift = (K - 1u - k) * dims.dilation;
      let left = mat4x4f(
        past(row, t.x, d, shift), past(row + 1u, t.y, d, shift), past(row + 2u, t.z, d, shift), past(row + 3u, t.w, d, shift),
      );
      //#unroll
      for (var block = 0u; block < BLOCKS; block++) {
        sums[block * K + k] += left * right[block];
      }
    }
    t += vec4u(4u);
    t = select(t, t % vec4u(dims.L), t >= vec4u(dims.L));
  }
  //#unroll
  for (var block = 0u; block < BLOCKS; block++) {
    if (n + block < 2u * width) {
      let first = ((copy * 2u * width + n + block) * 4u * width + d) * K;
      let pitch = width * K;
      //#unroll
      for (var j = 0u; j < 4u; j++) {
        //#unroll
        for (var q = 0u; q < K; q++) {
          dweight[first + j * pitch + q] = vec4f(
            sums[block * K + 4u * q % K][j][4u * q / K],
            sums[block * K + (4u * q + 1u) % K][j][(4u * q + 1u) / K],
            sums[block * K + (4u * q + 2u) % K][j][(4u * q + 2u) / K],
            sums[block * K + (4u * q + 3u) % K][j][(4u * q + 3u) / K],
          );
        }
      }
      if (d == 0u) {
        dbias[copy * 2u * width + n + block] = bias[block];
      }
    }
  }
}
