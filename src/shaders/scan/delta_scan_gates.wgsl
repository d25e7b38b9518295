// Third part of the adjoint of delta_scan: the gradients of ln a and β.
// The decay a[t] scales all that tokens from t on read of what tokens before t wrote:
//   d ln a[t] = Σ over s >= t of y[s] · dy[s] - v[s] · dv[s],  dβ = error · d error.
// An invocation goes through the tokens of a head backward in time. A part takes turns `start` to `stop`.
@group(0) @binding(1) var<storage, read> values: array<f32>;        // (B, L, value_stride)
@group(0) @binding(2) var<storage, read> gates: array<f32>;         // (B, L, (1 + R) H)
@group(0) @binding(3) var<storage, read> y: array<f32>;             // (B, L, H, V)
@group(0) @binding(4) var<storage, read> dy: array<f32>;            // (B, L, H, V)
@group(0) @binding(5) var<storage, read> errors: array<f32>;        // (B, L, R, H, V)
@group(0) @binding(6) var<storage, read> derrors: array<f32>;       // (B, L, R, H, V)
@group(0) @binding(7) var<storage, read_write> dgates: array<f32>;  // (B, L, (1 + R) H)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= dims.B * dims.H) {
    return;
  }
  let head = id.x % dims.H;
  let begin = id.x / dims.H * dims.L;
  let width = (1u + dims.R) * dims.H;
  var later = 0.0;
  for (var turn = dims.start; turn < dims.stop; turn++) {
    let token = begin + dims.L - 1u - turn;
    let gate = token * width + head;
    if (turn == dims.start && turn > 0u) {
      later = dgates[gate + width];
    }
    let out = (token * dims.H + head) * dims.V;
    for (var j = 0u; j < dims.V; j++) {
      later += y[out + j] * dy[out + j];
    }
    for (var r = 0u; r < dims.R; r++) {
      let error = ((token * dims.R + r) * dims.H + head) * dims.V;
      let value = token * dims.value_stride + dims.v + (r * dims.H + head) * dims.V;
      var given = 0.0;
      var taken = 0.0;
      for (var j = 0u; j < dims.V; j++) {
        given += derrors[error + j] * errors[error + j];
        taken += derrors[error + j] * values[value + j];
      }
      dgates[gate + (1u + r) * dims.H] = given;
      later -= gates[gate + (1u + r) * dims.H] * taken;
    }
    dgates[gate] = later;
  }
}
