// Adjoint of softplus_decay: dx = (dw - exp(A_log) d ln a) sigmoid(x + bias);
// d bias = Σ dx and d A_log = Σ d ln a · ln a, a copy for each segment of rows. LANES invocations share a head of a segment, each
// some of its rows: heads are few, so the rows that neighbours take lie close together.
//#import sigmoid
//#import head_segment
@group(0) @binding(1) var<storage, read> values: array<f32>;         // (rows, stride)
@group(0) @binding(2) var<storage, read> bias: array<f32>;           // (H)
@group(0) @binding(3) var<storage, read> A_log: array<f32>;          // (H)
@group(0) @binding(4) var<storage, read> gates: array<f32>;          // (rows, 2H)
@group(0) @binding(5) var<storage, read> dgates: array<f32>;         // (rows, 2H)
@group(0) @binding(6) var<storage, read_write> dvalues: array<f32>;  // (rows, d_stride): columns dx
@group(0) @binding(7) var<storage, read_write> dbias: array<f32>;    // (copies, H)
@group(0) @binding(8) var<storage, read_write> dA_log: array<f32>;   // (copies, H)

//#each GROUP
fn each(i: u32) {
  let own = head_segment(i);
  let head = own.head;
  let rate = exp(A_log[head]);
  var sums = vec2f(0.0);  // of bias, of A_log
  for (var row = own.begin + own.lane; row < own.end; row += LANES) {
    let gate = row * 2u * dims.H + head;
    let of_weight = dgates[gate + dims.H] - rate * dgates[gate];
    let pull = of_weight * sigmoid(values[row * dims.stride + dims.x + head] + bias[head]);
    dvalues[row * dims.d_stride + dims.dx + head] = pull;
    sums += vec2f(pull, dgates[gate] * gates[gate]);
  }
  sums = team_sum(0u, i % GROUP, sums);
  if (own.begin < own.end && own.lane == 0u) {
    dbias[own.copy] = sums.x;
    dA_log[own.copy] = sums.y;
  }
}
