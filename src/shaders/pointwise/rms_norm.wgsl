// y = x · weight / sqrt(mean(x²) + eps), a row an invocation.
//#import grid
struct Dims { rows: u32, D: u32, eps: f32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> x: array<f32>;         // (rows, D)
@group(0) @binding(2) var<storage, read> weight: array<f32>;    // (D)
@group(0) @binding(3) var<storage, read_write> y: array<f32>;   // (rows, D)

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let row = flat_index(group, local, groups, 64u);
  if (row >= dims.rows) {
    return;
  }
  let base = row * dims.D;
  var squares = 0.0;
  for (var d = 0u; d < dims.D; d++) {
    let value = x[base + d];
    squares += value * value;
  }
  let scale = inverseSqrt(squares / f32(dims.D) + dims.eps);
  for (var d = 0u; d < dims.D; d++) {
    y[base + d] = x[base + d] * scale * weight[d];
  }
}
