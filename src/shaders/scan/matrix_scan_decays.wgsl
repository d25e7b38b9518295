// Gradients of ln a of each key of matrix_scan: d ln a[t] = Σ over s >= t of q[s] dq[s] - k[s] dk[s].
// An invocation goes through the tokens of a key of a head backward in time. A part takes turns `start` to `stop`.
@group(0) @binding(1) var<storage, read> keys: array<f32>;          // (B, L, key_stride)
@group(0) @binding(2) var<storage, read> dkeys: array<f32>;         // (B, L, H, 2K)
@group(0) @binding(3) var<storage, read_write> dgates: array<f32>;  // (B, L, H K)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let width = dims.H * dims.K;
  if (id.x >= dims.B * width) {
    return;
  }
  let i = id.x % width;
  let end = (id.x / width + 1u) * dims.L - 1u;
  var later = 0.0;
  if (dims.start > 0u) {
    later = dgates[(end - dims.start + 1u) * width + i];
  }
  for (var turn = dims.start; turn < dims.stop; turn++) {
    let token = end - turn;
    let given = token * dims.key_stride + i;
    let own = token * 2u * width + i / dims.K * dims.K + i;
    later += keys[given + dims.q] * dkeys[own] - keys[given + dims.k] * dkeys[own + dims.K];
    dgates[token * width + i] = later;
  }
}
