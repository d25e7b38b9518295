// c = a bᵀ (+ bias) (+ residual) for few rows, as in sampling. LANES invocations share four columns.
// It needs whole vec4s along the inner dimension. The columns and the stride and offset of c may have any value.
//#import few_rows_store
@group(0) @binding(1) var<storage, read> a: array<vec4f>;         // (rows, inner) at a_stride
@group(0) @binding(2) var<storage, read> b: array<vec4f>;         // (columns, inner)
@group(0) @binding(3) var<storage, read> bias: array<f32>;        // (columns)
@group(0) @binding(4) var<storage, read> residual: array<f32>;    // (rows, columns)
@group(0) @binding(5) var<storage, read_write> c: array<f32>;     // (rows, columns) at c_stride

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let own = four_columns(group, local);
  let steps = dims.inner / 4u;
  let a_start = (dims.a_offset + own.row * dims.a_stride) / 4u;
  let begin = begin_of(own.column, dims.columns, steps);
  var sums = vec4f();
  for (var k = own.lane; k < steps; k += LANES) {
    sums += a[a_start + k] * mat4x4f(b[begin.x + k], b[begin.y + k], b[begin.z + k], b[begin.w + k]);
  }
  store(own, team_sum4(0u, local, sums));
}
