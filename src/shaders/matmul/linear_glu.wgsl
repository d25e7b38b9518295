// matmul_nt and glu in one dispatch, for few rows, as in sampling:  c = (a b₁ᵀ + bias₁) sigmoid(a b₂ᵀ + bias₂) + residual.
// An invocation computes four columns.
//#import sigmoid
@group(0) @binding(1) var<storage, read> a: array<f32>;           // (rows, inner)
@group(0) @binding(2) var<storage, read> b: array<f32>;           // (2D, inner)
@group(0) @binding(3) var<storage, read> bias: array<f32>;        // (2D)
@group(0) @binding(4) var<storage, read> residual: array<f32>;    // (rows, D)
@group(0) @binding(5) var<storage, read_write> c: array<f32>;     // (rows, D)

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let column = id.x * 4u;
  if (column >= dims.D) {
    return;
  }
  let own = min(vec4u(column, column + 1u, column + 2u, column + 3u), vec4u(dims.D - 1u));
  let open = own + dims.D;
  let weights = own * dims.inner;
  let gates = open * dims.inner;
  var sums = vec4f(bias[own.x], bias[own.y], bias[own.z], bias[own.w]);
  var opened = vec4f(bias[open.x], bias[open.y], bias[open.z], bias[open.w]);
  for (var k = 0u; k < dims.inner; k++) {
    let value = a[id.y * dims.inner + k];
    sums += value * vec4f(b[weights.x + k], b[weights.y + k], b[weights.z + k], b[weights.w + k]);
    opened += value * vec4f(b[gates.x + k], b[gates.y + k], b[gates.z + k], b[gates.w + k]);
  }
  let result = sums * sigmoid4(opened);
  for (var i = 0u; i < min(4u, dims.D - column); i++) {
    let n = id.y * dims.D + column + i;
    c[n] = result[i] + residual[n];
  }
}
