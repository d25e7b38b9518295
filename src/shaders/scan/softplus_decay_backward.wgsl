// Adjoint of softplus_decay: dx = (dw - exp(A_log) d ln a) sigmoid(x + bias);
// d bias = Σ dx and d A_log = Σ d ln a · ln a, a copy for each segment of rows. An invocation takes a head of a segment.
//#import sigmoid
@group(0) @binding(1) var<storage, read> values: array<f32>;         // (rows, stride)
@group(0) @binding(2) var<storage, read> bias: array<f32>;           // (H)
@group(0) @binding(3) var<storage, read> A_log: array<f32>;          // (H)
@group(0) @binding(4) var<storage, read> gates: array<f32>;          // (rows, 2H)
@group(0) @binding(5) var<storage, read> dgates: array<f32>;         // (rows, 2H)
@group(0) @binding(6) var<storage, read_write> dvalues: array<f32>;  // (rows, d_stride): columns dx
@group(0) @binding(7) var<storage, read_write> dbias: array<f32>;    // (copies, H)
@group(0) @binding(8) var<storage, read_write> dA_log: array<f32>;   // (copies, H)

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let first = id.x / dims.H * dims.segment;
  if (first >= dims.rows) {
    return;
  }
  let head = id.x % dims.H;
  let rate = exp(A_log[head]);
  var of_bias = 0.0;
  var of_rate = 0.0;
  for (var row = first; row < min(first + dims.segment, dims.rows); row++) {
    let gate = row * 2u * dims.H + head;
    let of_weight = dgates[gate + dims.H] - rate * dgates[gate];
    let own = of_weight * sigmoid(values[row * dims.stride + dims.x + head] + bias[head]);
    dvalues[row * dims.d_stride + dims.dx + head] = own;
    of_bias += own;
    of_rate += dgates[gate] * gates[gate];
  }
  dbias[id.x] = of_bias;
  dA_log[id.x] = of_rate;
}
