// c = a bᵀ (+ bias) (+ residual) for few rows, as in sampling. An invocation computes four columns.
// It needs whole vec4s along the inner dimension. The columns and the stride and offset of c may have any value.
@group(0) @binding(1) var<storage, read> a: array<vec4f>;         // (rows, inner) at a_stride
@group(0) @binding(2) var<storage, read> b: array<vec4f>;         // (columns, inner)
@group(0) @binding(3) var<storage, read> bias: array<f32>;        // (columns)
@group(0) @binding(4) var<storage, read> residual: array<f32>;    // (rows, columns)
@group(0) @binding(5) var<storage, read_write> c: array<f32>;     // (rows, columns) at c_stride
const GROUP: u32 = 32u;

@compute @workgroup_size(GROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let column = id.x * 4u;
  let row = id.y;
  if (column >= dims.columns) { return; }
  let last = dims.columns - 1u;
  let steps = dims.inner / 4u;
  let a_start = (dims.a_offset + row * dims.a_stride) / 4u;
  let b0_start = column * steps;
  let b1_start = min(column + 1u, last) * steps;
  let b2_start = min(column + 2u, last) * steps;
  let b3_start = min(column + 3u, last) * steps;
  var sums = vec4f();
  for (var k = 0u; k < steps; k++) {
    let weights = mat4x4f(b[b0_start + k], b[b1_start + k], b[b2_start + k], b[b3_start + k]);
    sums += a[a_start + k] * weights;
  }
  for (var i = 0u; i < min(4u, dims.columns - column); i++) {
    let n = column + i;
    var sum = sums[i];
    if (dims.has_bias != 0u) { sum += bias[n]; }
    if (dims.has_residual != 0u) { sum += residual[row * dims.columns + n]; }
    c[dims.c_offset + row * dims.c_stride + n] = sum;
  }
}
