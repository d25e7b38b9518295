// q / |q| / √K, k / |k|, ln a, and β of each head. LANES invocations share a head of a row.
//#import sigmoid
//#import softplus
//#import inverse_norm
//#import team_sum
@group(0) @binding(1) var<storage, read> values: array<f32>;       // (rows, stride): columns q, k, b, a
@group(0) @binding(2) var<storage, read> A_log: array<f32>;        // (H), with `decay`
@group(0) @binding(3) var<storage, read> bias: array<f32>;         // (H), with `decay`
@group(0) @binding(4) var<storage, read_write> keys: array<f32>;   // (rows, (1 + R) H K): q, then each k
@group(0) @binding(5) var<storage, read_write> gates: array<f32>;  // (rows, (1 + R) H): ln a, then each β

//#each GROUP
fn each(i: u32) {
  let lane = i % LANES;
  let head = i / LANES % dims.H;
  let row = i / LANES / dims.H;
  let here = row < dims.rows;
  let end = select(0u, dims.K, here);
  for (var part = 0u; part <= dims.R; part++) {
    let first = row * dims.stride + part_at(part, dims.q, dims.k) + head * dims.K;
    var squares = 0.0;
    for (var c = lane; c < end; c += LANES) {
      squares += values[first + c] * values[first + c];
    }
    let scale = inverse_norm(team_sum(part, i % GROUP, vec2f(squares, 0.0)).x) * scale_of(part);
    let to = ((row * (1u + dims.R) + part) * dims.H + head) * dims.K;
    for (var c = lane; c < end; c += LANES) {
      keys[to + c] = values[first + c] * scale;
    }
  }
  if (!here || lane > 0u) {
    return;
  }
  let gate = row * (1u + dims.R) * dims.H + head;
  var log_decay = 0.0;
  if (dims.decay == 1u) {
    log_decay = -exp(A_log[head]) * softplus(values[row * dims.stride + dims.a + head] + bias[head]);
  }
  gates[gate] = log_decay;
  for (var r = 0u; r < dims.R; r++) {
    let b = values[row * dims.stride + dims.b + r * dims.H + head];
    gates[gate + (1u + r) * dims.H] = dims.most * sigmoid(b);
  }
}
