// y = x · weight / sqrt(mean(x²) + eps), a row an invocation.
//#permutation rms_norm
//#permutation rms_norm_vec4 VEC4
//#import grid
//#import element
struct Dims { rows: u32, D: u32, eps: f32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> x: array<Element>;         // (rows, D)
@group(0) @binding(2) var<storage, read> weight: array<Element>;    // (D)
@group(0) @binding(3) var<storage, read_write> y: array<Element>;   // (rows, D)

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
  let width = dims.D / WIDTH;
  let base = row * width;
  var squares = Element();
  for (var d = 0u; d < width; d++) {
    let value = x[base + d];
    squares += value * value;
  }
  let scale = inverseSqrt(total(squares) / f32(dims.D) + dims.eps);
  for (var d = 0u; d < width; d++) {
    y[base + d] = x[base + d] * scale * weight[d];
  }
}
