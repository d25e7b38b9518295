// matmul_nt and glu in one dispatch, for few rows, as in sampling:  c = (a b₁ᵀ + bias₁) sigmoid(a b₂ᵀ + bias₂) + residual.
// LANES invocations share four columns.
//#import few_rows
//#import sigmoid
@group(0) @binding(1) var<storage, read> a: array<f32>;           // (rows, inner)
@group(0) @binding(2) var<storage, read> b: array<f32>;           // (2D, inner)
@group(0) @binding(3) var<storage, read> bias: array<f32>;        // (2D)
@group(0) @binding(4) var<storage, read> residual: array<f32>;    // (rows, D)
@group(0) @binding(5) var<storage, read_write> c: array<f32>;     // (rows, D)

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let own = four_columns(group, local);
  let row = own.row * dims.inner;
  let begin = begin_of(own.column, dims.D, dims.inner);
  let gates = begin + dims.D * dims.inner;
  var sums = vec4f();
  var opened = vec4f();
  for (var k = own.lane; k < dims.inner; k += LANES) {
    let value = a[row + k];
    sums += value * vec4f(b[begin.x + k], b[begin.y + k], b[begin.z + k], b[begin.w + k]);
    opened += value * vec4f(b[gates.x + k], b[gates.y + k], b[gates.z + k], b[gates.w + k]);
  }
  sums = team_sum4(0u, local, sums);
  opened = team_sum4(2u, local, opened);
  for (var i = own.lane; i < existing(own.column, dims.D); i += LANES) {
    let column = own.column + i;
    let n = own.row * dims.D + column;
    c[n] = (sums[i] + bias[column]) * sigmoid(opened[i] + bias[dims.D + column]) + residual[n];
  }
}
