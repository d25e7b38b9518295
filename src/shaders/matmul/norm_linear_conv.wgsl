// rms_norm, a linear layer, and a short convolution of some of its columns, x, in one dispatch, for one token:
//   c = norm(input) bᵀ,  u = silu(conv(x) + bias).
// An invocation computes four columns of c, and the norm for itself.
//#import sigmoid
@group(0) @binding(1) var<storage, read> input: array<f32>;          // (B, D)
@group(0) @binding(2) var<storage, read> weight: array<f32>;         // (D), of the norm
@group(0) @binding(3) var<storage, read> b: array<f32>;              // (columns, D)
@group(0) @binding(4) var<storage, read> taps: array<f32>;           // (E, 1, K)
@group(0) @binding(5) var<storage, read> bias: array<f32>;           // (E)
@group(0) @binding(6) var<storage, read_write> state: array<f32>;    // (B, E, K-1): the inputs before, the newest last
@group(0) @binding(7) var<storage, read_write> rows: array<f32>;     // (B, stride): writes columns c, x among them, and u

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let column = id.x * 4u;
  if (column >= dims.columns) {
    return;
  }
  let first = id.y * dims.D;
  let own = min(vec4u(column, column + 1u, column + 2u, column + 3u), vec4u(dims.columns - 1u)) * dims.D;
  var squares = 0.0;
  var sums = vec4f();
  for (var k = 0u; k < dims.D; k++) {
    let value = input[first + k];
    squares += value * value;
    sums += value * weight[k] * vec4f(b[own.x + k], b[own.y + k], b[own.z + k], b[own.w + k]);
  }
  sums *= inverseSqrt(squares / f32(dims.D) + dims.eps);
  let before = dims.K - 1u;
  for (var i = 0u; i < min(4u, dims.columns - column); i++) {
    let at = dims.c + column + i;
    let row = id.y * dims.stride;
    rows[row + at] = sums[i];
    let e = at - dims.x;  // wraps to a large number before the first
    if (e >= dims.E) {
      continue;
    }
    var sum = bias[e] + taps[e * dims.K + before] * sums[i];
    let oldest = (id.y * dims.E + e) * before;
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
