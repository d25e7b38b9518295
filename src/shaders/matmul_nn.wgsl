// c (+)= a b: the gradient of a linear layer's input.
//#import grid
struct Dims {
  M: u32, N: u32, K: u32,
  a_stride: u32, a_offset: u32, c_stride: u32, c_offset: u32,
  accumulate: u32,
}
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> a: array<f32>;        // (M, K) in rows of a_stride
@group(0) @binding(2) var<storage, read> b: array<f32>;        // (K, N)
@group(0) @binding(3) var<storage, read_write> c: array<f32>;  // (M, N) in rows of c_stride

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
    sum += a[m * dims.a_stride + dims.a_offset + k] * b[k * dims.N + n];
  }
  let at = m * dims.c_stride + dims.c_offset + n;
  if ((dims.accumulate & 1u) != 0u) {
    sum += c[at];
  }
  c[at] = sum;
}
