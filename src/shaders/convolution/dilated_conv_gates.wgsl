// In place: t = tanh(a), s = sigmoid(b) of y = t s become da = dy s (1 - t²), db = dy t s (1 - s).
//#import grid
struct Dims { rows: u32, D: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> dy: array<f32>;           // (rows, D)
@group(0) @binding(2) var<storage, read_write> gates: array<f32>;  // (rows, 2D)

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let i = flat_index(group, local, groups, 64u);
  if (i >= dims.rows * dims.D) {
    return;
  }
  let at = i + i / dims.D * dims.D;
  let t = gates[at];
  let s = gates[at + dims.D];
  gates[at] = dy[i] * s * (1.0 - t * t);
  gates[at + dims.D] = dy[i] * t * s * (1.0 - s);
}
