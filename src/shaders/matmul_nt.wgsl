// c = a bᵀ (+ bias) (+ residual): the forward pass of a linear layer.
//#import grid
struct Dims {
  M: u32, N: u32, K: u32,
  a_stride: u32, a_offset: u32, c_stride: u32, c_offset: u32,
  has_bias: u32, has_residual: u32,
}
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> a: array<f32>;         // (M, K) in rows of a_stride
@group(0) @binding(2) var<storage, read> b: array<f32>;         // (N, K)
@group(0) @binding(3) var<storage, read> bias: array<f32>;      // (N)
@group(0) @binding(4) var<storage, read> residual: array<f32>;  // (M, N)
@group(0) @binding(5) var<storage, read_write> c: array<f32>;   // (M, N) in rows of c_stride

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let i = flat_index(group, local, groups, 64u);
  if (i >= dims.M * dims.N) {
    return;
  }
  let m = i / dims.N;
  let n = i % dims.N;
  var sum = 0.0;
  for (var k = 0u; k < dims.K; k++) {
    sum += a[m * dims.a_stride + dims.a_offset + k] * b[n * dims.K + k];
  }
  if (dims.has_bias != 0u) {
    sum += bias[n];
  }
  if (dims.has_residual != 0u) {
    sum += residual[i];
  }
  c[m * dims.c_stride + dims.c_offset + n] = sum;
}
