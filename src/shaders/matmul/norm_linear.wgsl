// rms_norm and the linear layer after it, for few rows, as in sampling:  c = norm(x) bᵀ (+ bias) (+ residual).
// GATED: b has two halves, and c = u · silu(gate), as in swiglu. LANES invocations share four columns, and the norm.
//#import few_rows_store
//#import sigmoid
@group(0) @binding(1) var<storage, read> x: array<f32>;            // (rows, inner)
@group(0) @binding(2) var<storage, read> weight: array<f32>;       // (inner), of the norm
@group(0) @binding(3) var<storage, read> b: array<f32>;            // (columns, inner), or (2 columns, inner)
@group(0) @binding(4) var<storage, read> bias: array<f32>;         // (columns)
@group(0) @binding(5) var<storage, read> residual: array<f32>;     // (rows, columns)
@group(0) @binding(6) var<storage, read_write> c: array<f32>;      // (rows, columns) at c_stride
const GATED: u32 = 0u;

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let own = four_columns(group, local);
  let row = own.row * dims.inner;
  let begin = begin_of(own.column, dims.columns, dims.inner);
  let gates = begin + dims.columns * dims.inner;
  var squares = 0.0;
  var sums = vec4f();
  var opened = vec4f();
  for (var k = own.lane; k < dims.inner; k += LANES) {
    let value = x[row + k];
    let scaled = value * weight[k];
    squares += value * value;
    sums += scaled * vec4f(b[begin.x + k], b[begin.y + k], b[begin.z + k], b[begin.w + k]);
    if (GATED == 1u) {
      opened += scaled * vec4f(b[gates.x + k], b[gates.y + k], b[gates.z + k], b[gates.w + k]);
    }
  }
  let scale = inverseSqrt(team_sum(0u, local, vec2f(squares, 0.0)).x / f32(dims.inner) + dims.eps);
  sums = team_sum4(1u, local, sums) * scale;
  if (GATED == 1u) {
    opened = team_sum4(3u, local, opened) * scale;
    sums *= opened * sigmoid4(opened);
  }
  store(own, sums);
}
