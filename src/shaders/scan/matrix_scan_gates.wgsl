// Gradients of ln a and w of matrix_scan.
// The decay a[t] scales all that tokens from t on read of what tokens before t wrote. That is what they read in all, less what
// they read of each other's writes:
//   d ln a[t] = Σ over s >= t of q[s] · dq[s] - k[s] · dk[s],  dw = k · d(w k).
// An invocation goes through the tokens of a head backward in time. A part takes turns `start` to `stop`.
@group(0) @binding(1) var<storage, read> keys: array<f32>;          // (B, L, key_stride)
@group(0) @binding(2) var<storage, read> gates: array<f32>;         // (B, L, 2H)
@group(0) @binding(3) var<storage, read> dkeys: array<f32>;         // (B, L, H, 2K)
@group(0) @binding(4) var<storage, read_write> dgates: array<f32>;  // (B, L, 2H)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= dims.B * dims.H) {
    return;
  }
  let head = id.x % dims.H;
  let sequence = id.x / dims.H;
  let shared_by = head * dims.G / dims.H * dims.K;
  var later = 0.0;
  for (var turn = dims.start; turn < dims.stop; turn++) {
    let token = sequence * dims.L + dims.L - 1u - turn;
    let gate = token * 2u * dims.H + head;
    if (turn == dims.start && turn > 0u) {
      later = dgates[gate + 2u * dims.H];
    }
    let gradient = (token * dims.H + head) * 2u * dims.K;
    let query = token * dims.key_stride + dims.q + shared_by;
    let key = token * dims.key_stride + dims.k + shared_by;
    var taken = 0.0;
    var given = 0.0;
    for (var i = 0u; i < dims.K; i++) {
      taken += keys[query + i] * dkeys[gradient + i];
      given += keys[key + i] * dkeys[gradient + dims.K + i];
    }
    later += taken - gates[gate + dims.H] * given;
    dgates[gate] = later;
    dgates[gate + dims.H] = given;
  }
}
