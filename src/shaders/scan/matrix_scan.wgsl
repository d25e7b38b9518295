//#permutation matrix_scan
//#permutation matrix_scan_held HELD
// The recurrence of a matrix S (V, K) in each head: S = a S + w v kᵀ, y = S q. Heads of a group share q and k.
// A part takes steps `start` to `stop`.
//#if HELD
// An invocation takes a row of S and keeps it in registers.
//#else
// An invocation takes a row of S, which lies in `state`.
//#endif
@group(0) @binding(1) var<storage, read> keys: array<f32>;         // (B, L, key_stride): columns q and k, K for each group
@group(0) @binding(2) var<storage, read> values: array<f32>;       // (B, L, value_stride): columns v, V a head; V - 1 if counts
@group(0) @binding(3) var<storage, read> gates: array<f32>;        // (B, L, gate_stride): ln a, then w, or ln a of each key
@group(0) @binding(4) var<storage, read_write> state: array<f32>;  // (B, H, V, K)
@group(0) @binding(5) var<storage, read_write> y: array<f32>;      // (B, L, H, V)
const GROUP: u32 = 64u;
//#if HELD
const KEYS: u32 = 4u;  // K
//#endif

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let tiles = (dims.V + GROUP - 1u) / GROUP;
  let row = group.x % tiles * GROUP + local;
  let head = group.x / tiles;
  let sequence = group.y;
  if (row >= dims.V) {
    return;
  }
  let first = ((sequence * dims.H + head) * dims.V + row) * dims.K;
  let shared_by = head * dims.G / dims.H * dims.K;
  let valued = dims.V - dims.counts;
//#if HELD
  var S: array<f32, KEYS>;
  if (dims.carry == 1u || dims.start > 0u) {
    //#unroll
    for (var i = 0u; i < KEYS; i++) {
      S[i] = state[first + i];
    }
  }
//#else
  if (dims.carry == 0u && dims.start == 0u) {
    for (var i = 0u; i < dims.K; i++) {
      state[first + i] = 0.0;
    }
  }
//#endif
  for (var t = dims.start; t < dims.stop; t++) {
    let token = sequence * dims.L + t;
    let query = token * dims.key_stride + dims.q + shared_by;
    let key = token * dims.key_stride + dims.k + shared_by;
    var value = 1.0;
    if (row < valued) {
      value = values[token * dims.value_stride + dims.v + head * valued + row];
    }
    var kept = 1.0;
    var gate = token * dims.gate_stride + head;
    if (dims.gated == 1u) {
      kept = exp(gates[gate]);
      value *= gates[gate + dims.H];
    }
    gate += head * (dims.K - 1u);
    var sum = 0.0;
//#if HELD
    //#unroll
    for (var i = 0u; i < KEYS; i++) {
      let place = &S[i];
//#else
    for (var i = 0u; i < dims.K; i++) {
      let place = &state[first + i];
//#endif
      if (dims.gated == 2u) {
        kept = exp(gates[gate + i]);
      }
      let element = kept * *place + keys[key + i] * value;
      *place = element;
      sum += element * keys[query + i];
    }
    y[(token * dims.H + head) * dims.V + row] = sum;
  }
//#if HELD
  //#unroll
  for (var i = 0u; i < KEYS; i++) {
    state[first + i] = S[i];
  }
//#endif
}
