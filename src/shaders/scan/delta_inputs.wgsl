// q / |q| / √K, k / |k|, ln a, and β of each head. An invocation takes a head of a row.
//#import sigmoid
//#import softplus
//#import inverse_norm
@group(0) @binding(1) var<storage, read> values: array<f32>;       // (rows, stride): columns q, k, b, a
@group(0) @binding(2) var<storage, read> A_log: array<f32>;        // (H), with `decay`
@group(0) @binding(3) var<storage, read> bias: array<f32>;         // (H), with `decay`
@group(0) @binding(4) var<storage, read_write> keys: array<f32>;   // (rows, (1 + R) H K): q, then each k
@group(0) @binding(5) var<storage, read_write> gates: array<f32>;  // (rows, (1 + R) H): ln a, then each β

//#each 64 of dims.rows * dims.H
fn each(i: u32) {
  let head = i % dims.H;
  let row = i / dims.H;
  for (var part = 0u; part <= dims.R; part++) {
    let first = row * dims.stride + part_at(part, dims.q, dims.k) + head * dims.K;
    let scale = inverse_norm(first) * scale_of(part);
    let to = ((row * (1u + dims.R) + part) * dims.H + head) * dims.K;
    for (var c = 0u; c < dims.K; c++) {
      keys[to + c] = values[first + c] * scale;
    }
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
