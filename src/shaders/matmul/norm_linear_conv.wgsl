// rms_norm, a linear layer, and a short convolution of some of its columns, x, in one dispatch, for one token:
//   c = norm(input) bᵀ,  u = silu(conv(x) + bias).
// LANES invocations share four columns of c, and the norm.
//#import few_rows
//#import sigmoid
@group(0) @binding(1) var<storage, read> input: array<f32>;          // (B, D)
@group(0) @binding(2) var<storage, read> weight: array<f32>;         // (D), of the norm
@group(0) @binding(3) var<storage, read> b: array<f32>;              // (columns, D)
@group(0) @binding(4) var<storage, read> taps: array<f32>;           // (E, 1, K)
@group(0) @binding(5) var<storage, read> bias: array<f32>;           // (E)
@group(0) @binding(6) var<storage, read_write> state: array<f32>;    // (B, E, K-1): the inputs before, the newest last
@group(0) @binding(7) var<storage, read_write> rows: array<f32>;     // (B, stride): writes columns c, x among them, and u

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let own = four_columns(group, local);
  let first = own.row * dims.D;
  let begin = begin_of(own.column, dims.columns, dims.D);
  var squares = 0.0;
  var sums = vec4f();
  for (var k = own.lane; k < dims.D; k += LANES) {
    let value = input[first + k];
    squares += value * value;
    sums += value * weight[k] * vec4f(b[begin.x + k], b[begin.y + k], b[begin.z + k], b[begin.w + k]);
  }
  let scale = inverseSqrt(team_sum(0u, local, vec2f(squares, 0.0)).x / f32(dims.D) + dims.eps);
  sums = team_sum4(1u, local, sums) * scale;
  let before = dims.K - 1u;
  for (var i = own.lane; i < existing(own.column, dims.columns); i += LANES) {
    let at = dims.c + own.column + i;
    let row = own.row * dims.stride;
    rows[row + at] = sums[i];
    let e = at - dims.x;  // wraps to a large number before the first
    if (e >= dims.E) {
      continue;
    }
    var sum = bias[e] + taps[e * dims.K + before] * sums[i];
    let oldest = (own.row * dims.E + e) * before;
    for (var k = 0u; k < before; k++) {
      sum += taps[e * dims.K + k] * state[oldest + k];
      if (k > 0u) {
        state[oldest + k - 1u] = state[oldest + k];
      }
    }
    if (before > 0u) {
      state[oldest + before - 1u] = sums[i];
    }
    rows[row + dims.u + e] = sum * sigmoid(sum);
  }
}
