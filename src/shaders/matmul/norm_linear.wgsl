// rms_norm and the linear layer after it, for few rows, as in sampling:  c = norm(x) bᵀ (+ bias) (+ residual).
// GATED: b has two halves, and c = u · silu(gate), as in swiglu. An invocation computes four columns, and the norm for itself.
//#import sigmoid
@group(0) @binding(1) var<storage, read> x: array<f32>;            // (rows, inner)
@group(0) @binding(2) var<storage, read> weight: array<f32>;       // (inner), of the norm
@group(0) @binding(3) var<storage, read> b: array<f32>;            // (columns, inner), or (2 columns, inner)
@group(0) @binding(4) var<storage, read> bias: array<f32>;         // (columns)
@group(0) @binding(5) var<storage, read> residual: array<f32>;     // (rows, columns)
@group(0) @binding(6) var<storage, read_write> c: array<f32>;      // (rows, columns) at c_stride
const GATED: u32 = 0u;

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let column = id.x * 4u;
  if (column >= dims.columns) {
    return;
  }
  let row = id.y * dims.inner;
  let own = min(vec4u(column, column + 1u, column + 2u, column + 3u), vec4u(dims.columns - 1u)) * dims.inner;
  let gates = own + dims.columns * dims.inner;
  var squares = 0.0;
  var sums = vec4f();
  var opened = vec4f();
  for (var k = 0u; k < dims.inner; k++) {
    let value = x[row + k];
    let scaled = value * weight[k];
    squares += value * value;
    sums += scaled * vec4f(b[own.x + k], b[own.y + k], b[own.z + k], b[own.w + k]);
    if (GATED == 1u) {
      opened += scaled * vec4f(b[gates.x + k], b[gates.y + k], b[gates.z + k], b[gates.w + k]);
    }
  }
  let scale = inverseSqrt(squares / f32(dims.inner) + dims.eps);
  for (var i = 0u; i < min(4u, dims.columns - column); i++) {
    let n = column + i;
    var sum = sums[i] * scale;
    if (GATED == 1u) {
      let gate = opened[i] * scale;
      sum *= gate * sigmoid(gate);
    }
    if (dims.has_bias != 0u) {
      sum += bias[n];
    }
    if (dims.has_residual != 0u) {
      sum += residual[id.y * dims.columns + n];
    }
    c[dims.c_offset + id.y * dims.c_stride + n] = sum;
  }
}
