//#permutation delta_scan
//#permutation delta_scan_held HELD
//#permutation erase_scan ERASE
//#permutation erase_scan_held ERASE HELD
//#if ERASE
// The delta rule with its parts apart, on a matrix S (K, V) in each head: S = a S - e (Sᵀ c)ᵀ + k vᵀ, then y = Sᵀ q, with a
// of each key.
//#else
// The delta rule on a matrix S (K, V) in each head: S = a S, then R times S = S + β k (v - Sᵀ k)ᵀ, then y = Sᵀ q.
//#endif
// A part takes steps `start` to `stop`.
//#if HELD
// An invocation takes a column of S and keeps it in registers.
//#else
// An invocation takes a column of S, which lies in `state`.
//#endif
//#import delta_places
@group(0) @binding(1) var<storage, read> keys: array<f32>;          // (B, L, (1 + R) H K): q, then each k; ERASE: q, c, e, k
@group(0) @binding(2) var<storage, read> values: array<f32>;        // (B, L, value_stride): columns v, R H V
@group(0) @binding(3) var<storage, read> gates: array<f32>;         // (B, L, (1 + R) H): ln a, then each β; ERASE: H K: a
@group(0) @binding(4) var<storage, read_write> state: array<f32>;   // (B, H, K, V)
@group(0) @binding(5) var<storage, read_write> y: array<f32>;       // (B, L, H, V)
@group(0) @binding(6) var<storage, read_write> errors: array<f32>;  // (B, L, R, H, V), if `keeps`; ERASE: 2 for R
//#if HELD
const KEYS: u32 = 4u;  // K
//#endif

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let taken = taken_by(group, local, dims.V);
  let head = taken.head;
  if (taken.own >= dims.V) {
    return;
  }
  let corner = (taken.sequence * dims.H + head) * dims.K * dims.V + taken.own;
//#if HELD
  var S: array<f32, KEYS>;
  if (dims.carry == 1u || dims.start > 0u) {
    //#unroll
    for (var i = 0u; i < KEYS; i++) {
      S[i] = state[corner + i * dims.V];
    }
  }
//#else
  for (var i = 0u; i < dims.K && dims.carry + dims.start == 0u; i++) {
    state[corner + i * dims.V] = 0.0;
  }
//#endif
  for (var t = dims.start; t < dims.stop; t++) {
    let token = taken.sequence * dims.L + t;
//#if ERASE
    let fade = (token * dims.H + head) * dims.K;
    let query = key_at(token, 0u, head);
    let read = key_at(token, 1u, head);
    let erase = key_at(token, 2u, head);
    let key = key_at(token, 3u, head);
    let value = values[token * dims.value_stride + dims.v + head * dims.V + taken.own];
    var held = 0.0;
    var sum = 0.0;
//#if HELD
    //#unroll
    for (var i = 0u; i < KEYS; i++) {
      held += S[i] * keys[read + i];
//#else
    for (var i = 0u; i < dims.K; i++) {
      held += state[corner + i * dims.V] * keys[read + i];
//#endif
    }
    if (dims.keeps == 1u) {
      errors[error_at(token, 0u, head) + taken.own] = held;
      errors[error_at(token, 1u, head) + taken.own] = value;
    }
//#if HELD
    //#unroll
    for (var i = 0u; i < KEYS; i++) {
      let place = &S[i];
//#else
    for (var i = 0u; i < dims.K; i++) {
      let place = &state[corner + i * dims.V];
//#endif
      let element = gates[fade + i] * *place - keys[erase + i] * held + keys[key + i] * value;
      *place = element;
      sum += element * keys[query + i];
    }
//#else
    let gate = token * (1u + dims.R) * dims.H + head;
    var kept = exp(gates[gate]);
    var sum = 0.0;
    let query = key_at(token, 0u, head);
    for (var r = 0u; r < dims.R; r++) {
      let key = key_at(token, 1u + r, head);
      var held = 0.0;
//#if HELD
      //#unroll
      for (var i = 0u; i < KEYS; i++) {
        held += S[i] * keys[key + i];
//#else
      for (var i = 0u; i < dims.K; i++) {
        held += state[corner + i * dims.V] * keys[key + i];
//#endif
      }
      let error = values[token * dims.value_stride + dims.v + (r * dims.H + head) * dims.V + taken.own] - kept * held;
      if (dims.keeps == 1u) {
        errors[error_at(token, r, head) + taken.own] = error;
      }
      let written = gates[gate + (1u + r) * dims.H] * error;
      sum = 0.0;
//#if HELD
      //#unroll
      for (var i = 0u; i < KEYS; i++) {
        let place = &S[i];
//#else
      for (var i = 0u; i < dims.K; i++) {
        let place = &state[corner + i * dims.V];
//#endif
        let element = kept * *place + keys[key + i] * written;
        *place = element;
        sum += element * keys[query + i];
      }
      kept = 1.0;
    }
//#endif
    y[(token * dims.H + head) * dims.V + taken.own] = sum;
  }
//#if HELD
  //#unroll
  for (var i = 0u; i < KEYS; i++) {
    state[corner + i * dims.V] = S[i];
  }
//#endif
}
