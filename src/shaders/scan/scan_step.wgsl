// One token of Mamba's x_proj, dt_proj, and selective_scan in one:  δ, B, C = W u, or fixed;  Δ = softplus(W_dt δ + bias),
//   h = exp(Δ A) h + Δ u B,  y = (C · h + D u) silu(z),  with A = -exp(A_log).
// An invocation takes a channel. Every workgroup computes δ, B, C of its sequence for itself.
//#import sigmoid
//#import softplus
//#import selective_state
@group(0) @binding(1) var<storage, read_write> rows: array<f32>;       // (B, stride): from columns u, z on, E of each; writes y
@group(0) @binding(2) var<storage, read> projection: array<f32>;       // (projected, E): columns from `selective` on
@group(0) @binding(3) var<storage, read> fixed: array<f32>;            // (R + 2N - projected): the columns before or after those
@group(0) @binding(4) var<storage, read> weight: array<f32>;           // (E, R)
@group(0) @binding(5) var<storage, read> bias: array<f32>;             // (E)
@group(0) @binding(6) var<storage, read> A_log: array<f32>;            // (E, N)
@group(0) @binding(7) var<storage, read> D: array<f32>;                // (E)
@group(0) @binding(8) var<storage, read_write> states: array<f32>;     // (B, E, N)
const GROUP: u32 = 64u;
const WIDTH: u32 = 34u;  // R + 2N
var<workgroup> xdbl: array<f32, WIDTH>;  // δ in columns from `delta` on; B, then C in those from `BC` on

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let E = dims.E;
  let b = group.y;
  let row = b * dims.stride;
  for (var j = local; j < WIDTH; j += GROUP) {
    let own = j - dims.selective;  // wraps to a large number before the first
    if (own < dims.projected) {
      var sum = 0.0;
      for (var e = 0u; e < E; e++) {
        sum += projection[own * E + e] * rows[row + dims.u + e];
      }
      xdbl[j] = sum;
    } else {
      xdbl[j] = fixed[select(j, j - dims.projected, j >= dims.selective)];
    }
  }
  workgroupBarrier();

  let e = group.x * GROUP + local;
  if (e >= E) {
    return;
  }
  var delta = bias[e];
  for (var r = 0u; r < dims.R; r++) {
    delta += weight[e * dims.R + r] * xdbl[dims.delta + r];
  }
  delta = softplus(delta);
  let u = rows[row + dims.u + e];
  var y = D[e] * u;
  for (var n = 0u; n < dims.N; n++) {
    let at = (b * E + e) * dims.N + n;
    let h = selective_state(states[at], delta, A_log[e * dims.N + n], delta * u, xdbl[dims.BC + n]);
    states[at] = h;
    y += h * xdbl[dims.BC + dims.N + n];
  }
  if (dims.gated != 0u) {
    let z = rows[row + dims.z + e];
    y *= z * sigmoid(z);
  }
  rows[row + dims.y + e] = y;
}
