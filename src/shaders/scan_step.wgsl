// One token of selective_scan together with the projection of its step size:  Δ = softplus(W_dt δ + bias),
//   h = exp(Δ A) h + Δ u B,  y = (C · h + D u) silu(z),  with A = -exp(A_log). A channel an invocation.
//#import grid
//#import sigmoid
//#import softplus
struct Dims { B: u32, E: u32, N: u32, R: u32, gated: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read_write> rows: array<f32>;    // (B, 5E): x, z, u, delta, y; writes y
@group(0) @binding(2) var<storage, read> xdbl: array<f32>;          // (B, R+2N): δ, B, C
@group(0) @binding(3) var<storage, read> weight: array<f32>;        // (E, R)
@group(0) @binding(4) var<storage, read> bias: array<f32>;          // (E)
@group(0) @binding(5) var<storage, read> A_log: array<f32>;         // (E, N)
@group(0) @binding(6) var<storage, read> D: array<f32>;             // (E)
@group(0) @binding(7) var<storage, read_write> states: array<f32>;  // (B, E, N)

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let i = flat_index(group, local, groups, 64u);
  if (i >= dims.B * dims.E) {
    return;
  }
  let b = i / dims.E;
  let e = i % dims.E;
  let base = b * 5u * dims.E + e;
  let inputs = b * (dims.R + 2u * dims.N);
  var delta = bias[e];
  for (var r = 0u; r < dims.R; r++) {
    delta += weight[e * dims.R + r] * xdbl[inputs + r];
  }
  delta = softplus(delta);
  let u = rows[base + 2u * dims.E];
  var y = D[e] * u;
  for (var n = 0u; n < dims.N; n++) {
    let at = i * dims.N + n;
    let h = exp(-delta * exp(A_log[e * dims.N + n])) * states[at] + delta * u * xdbl[inputs + dims.R + n];
    states[at] = h;
    y += h * xdbl[inputs + dims.R + dims.N + n];
  }
  if (dims.gated != 0u) {
    let z = rows[base + dims.E];
    y *= z * sigmoid(z);
  }
  rows[base + 4u * dims.E] = y;
}
