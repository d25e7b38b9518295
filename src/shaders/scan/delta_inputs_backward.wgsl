// Adjoint of delta_inputs. With y = c x / |x|:  dx = c / |x| (dy - x (x · dy) / |x|²);  db = most sigmoid'(b) dβ;
// da = -exp(A_log) sigmoid(a + bias) d ln a.
// LANES invocations share a head of a segment of rows, with its own copy of dA_log and dbias. They take one row after the other.
//#import sigmoid
//#import softplus
//#import inverse_norm
//#import head_segment
@group(0) @binding(1) var<storage, read> values: array<f32>;         // (rows, stride)
@group(0) @binding(2) var<storage, read> A_log: array<f32>;          // (H), with `decay`
@group(0) @binding(3) var<storage, read> bias: array<f32>;           // (H), with `decay`
@group(0) @binding(4) var<storage, read> dkeys: array<f32>;          // (rows, (1 + 2R) H K): of q, then twice of each k
@group(0) @binding(5) var<storage, read> dgates: array<f32>;         // (rows, (1 + R) H)
@group(0) @binding(6) var<storage, read_write> dvalues: array<f32>;  // (rows, d_stride): columns dq, dk, db, da
@group(0) @binding(7) var<storage, read_write> dA_log: array<f32>;   // (copies, H)
@group(0) @binding(8) var<storage, read_write> dbias: array<f32>;    // (copies, H)

// The gradient of element c of a part.
fn pull_of(row: u32, part: u32, head: u32, c: u32) -> f32 {
  let first = ((row * (1u + 2u * dims.R) + part) * dims.H + head) * dims.K + c;
  if (part == 0u) {
    return dkeys[first];
  }
  return dkeys[first] + dkeys[first + dims.R * dims.H * dims.K];
}

//#each GROUP
fn each(i: u32) {
  let own = head_segment(i);
  let head = own.head;
  let takes_gates = own.lane == 0u;
  var of_bias = 0.0;
  var of_rate = 0.0;
  for (var turn = 0u; turn < dims.segment; turn++) {
    let row = own.begin + turn;
    let here = row < own.end;
    let end = select(0u, dims.K, here);
    for (var part = 0u; part <= dims.R; part++) {
      let first = row * dims.stride + part_at(part, dims.q, dims.k) + head * dims.K;
      var squares = 0.0;
      var product = 0.0;
      for (var c = own.lane; c < end; c += LANES) {
        squares += values[first + c] * values[first + c];
        product += pull_of(row, part, head, c) * values[first + c];
      }
      let sums = team_sum(turn * (1u + dims.R) + part, i % GROUP, vec2f(squares, product));
      let inverse = inverse_norm(sums.x);
      let along = sums.y * inverse * inverse;
      let scale = inverse * scale_of(part);
      let to = row * dims.d_stride + part_at(part, dims.dq, dims.dk) + head * dims.K;
      for (var c = own.lane; c < end; c += LANES) {
        dvalues[to + c] = scale * (pull_of(row, part, head, c) - values[first + c] * along);
      }
    }
    let gate = row * (1u + dims.R) * dims.H + head;
    for (var r = 0u; r < dims.R && here && takes_gates; r++) {
      let open = sigmoid(values[row * dims.stride + dims.b + r * dims.H + head]);
      let pull = dgates[gate + (1u + r) * dims.H] * dims.most;
      dvalues[row * dims.d_stride + dims.db + r * dims.H + head] = pull * open * (1.0 - open);
    }
    if (dims.decay == 1u && here && takes_gates) {
      let x = values[row * dims.stride + dims.a + head] + bias[head];
      let decay = -exp(A_log[head]) * dgates[gate];
      let slope = decay * sigmoid(x);
      dvalues[row * dims.d_stride + dims.da + head] = slope;
      of_bias += slope;
      of_rate += decay * softplus(x);
    }
  }
  if (dims.decay == 1u && own.begin < own.end && takes_gates) {
    dA_log[own.copy] = of_rate;
    dbias[own.copy] = of_bias;
  }
}
