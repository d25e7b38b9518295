// c[s] = aᵀ b and bias[s] = Σ a over the rows of split s: the gradients of a linear layer's weight and bias.
//#import grid
struct Dims {
  M: u32, N: u32, K: u32,
  a_stride: u32, a_offset: u32, b_stride: u32, b_offset: u32,
  splits: u32, has_bias: u32,
}
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> a: array<f32>;           // (M, N) in rows of a_stride
@group(0) @binding(2) var<storage, read> b: array<f32>;           // (M, K) in rows of b_stride
@group(0) @binding(3) var<storage, read_write> c: array<f32>;     // (splits, N, K)
@group(0) @binding(4) var<storage, read_write> bias: array<f32>;  // (splits, N)

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let i = flat_index(group, local, groups, 64u);
  if (i >= dims.splits * dims.N * dims.K) {
    return;
  }
  let split = i / (dims.N * dims.K);
  let n = i / dims.K % dims.N;
  let k = i % dims.K;
  let span = (dims.M + dims.splits - 1u) / dims.splits;
  let last = min(dims.M, (split + 1u) * span);
  var sum = 0.0;
  var bias_sum = 0.0;
  for (var m = split * span; m < last; m++) {
    let left = a[m * dims.a_stride + dims.a_offset + n];
    sum += left * b[m * dims.b_stride + dims.b_offset + k];
    bias_sum += left;
  }
  c[i] = sum;
  if (dims.has_bias != 0u && k == 0u) {
    bias[split * dims.N + n] = bias_sum;
  }
}
