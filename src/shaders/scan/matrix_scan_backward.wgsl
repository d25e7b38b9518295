//#permutation matrix_scan_backward
//#permutation matrix_scan_backward_held HELD
// Adjoint of matrix_scan. With S as there, and G the sum over this and later tokens of dy qᵀ times the decay between the two:
//   dq = Sᵀ dy,  the gradient of w k is Gᵀ v,  dv = w G k.
// An invocation takes, by grid layer in z: a column of S, forward in time; a column of G, backward; a row of G, backward.
//#if HELD
// It keeps this column or row in registers, and between parts in `sums`.
//#else
// S and G lie in `sums`.
//#endif
// A part takes turns `start` to `stop` of the loops over tokens.
@group(0) @binding(1) var<storage, read> keys: array<f32>;           // (B, L, key_stride)
@group(0) @binding(2) var<storage, read> values: array<f32>;         // (B, L, value_stride)
@group(0) @binding(3) var<storage, read> gates: array<f32>;          // (B, L, gate_stride)
@group(0) @binding(4) var<storage, read> dy: array<f32>;             // (B, L, H, V)
@group(0) @binding(5) var<storage, read> before: array<f32>;         // (B, H, V, K): S before the first token, with `carry`
@group(0) @binding(6) var<storage, read_write> dkeys: array<f32>;    // (B, L, H, 2K): of q, then of w k, for each head
@group(0) @binding(7) var<storage, read_write> dvalues: array<f32>;  // (B, L, d_stride): columns dv
@group(0) @binding(8) var<storage, read_write> sums: array<f32>;     // (3, B, H, K, V)
const GROUP: u32 = 64u;
//#if HELD
const KEYS: u32 = 4u;    // K
const VALUES: u32 = 4u;  // V
const WIDEST: u32 = 4u;  // the larger of both
//#endif

// Where the numbers of a head at a token are, and its gates; `decays` is the place of those of its keys.
struct At { query: u32, key: u32, value: u32, out: u32, gradient: u32, decays: u32, kept: f32, weight: f32 }

fn token_at(token: u32, head: u32, own: u32) -> At {
  let key = token * dims.key_stride + head * dims.G / dims.H * dims.K;
  let value = token * dims.value_stride + dims.v + head * (dims.V - dims.counts);
  let row = token * dims.H + head;
  let gate = token * dims.gate_stride + head;
  let decays = gate + head * (dims.K - 1u);
  var at = At(key + dims.q, key + dims.k, value, row * dims.V, row * 2u * dims.K, decays, 1.0, 1.0);
  if (dims.gated == 2u) {
    at.kept = exp(gates[decays + min(own, dims.K - 1u)]);
  }
  if (dims.gated == 1u) {
    at.kept = exp(gates[gate]);
    at.weight = gates[gate + dims.H];
  }
  return at;
}

// Value j of a head; a last row of S that counts takes 1.
fn value_at(at: At, j: u32) -> f32 {
  if (j >= dims.V - dims.counts) {
    return 1.0;
  }
  return values[at.value + j];
}

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let tiles = (max(dims.K, dims.V) + GROUP - 1u) / GROUP;
  let own = group.x % tiles * GROUP + local;
  let head = group.x / tiles;
  let sequence = group.y;
  let is_row = group.z == 2u;
  let count = select(dims.V, dims.K, is_row);
  let width = select(dims.K, dims.V, is_row);
  if (own >= width) {
    return;
  }
  let first = ((group.z * dims.B + sequence) * dims.H + head) * dims.K * dims.V + own;
  let carried = (sequence * dims.H + head) * dims.V * dims.K + own;
  let carries = group.z == 0u && dims.carry == 1u;
//#if HELD
  var held: array<f32, WIDEST>;
  //#unroll
  for (var j = 0u; j < WIDEST; j++) {
    if (dims.start > 0u) {
      held[j] = sums[first + min(j, count - 1u) * width];
    } else if (carries) {
      held[j] = before[carried + min(j, count - 1u) * dims.K];
    }
  }
//#else
  for (var j = 0u; j < count && dims.start == 0u; j++) {
    var initial = 0.0;
    if (carries) {
      initial = before[carried + j * dims.K];
    }
    sums[first + j * width] = initial;
  }
//#endif
  // A loop for each layer: an adapter that computes both sides of a branch still skips a loop that none of its lanes enter.
  for (var turn = dims.start; turn < dims.stop && group.z == 0u; turn++) {
    let at = token_at(sequence * dims.L + turn, head, own);
    let written = at.weight * keys[at.key + own];
    var sum = 0.0;
//#if HELD
    //#unroll
    for (var j = 0u; j < VALUES; j++) {
      let place = &held[j];
//#else
    for (var j = 0u; j < dims.V; j++) {
      let place = &sums[first + j * width];
//#endif
      let element = at.kept * *place + written * value_at(at, j);
      *place = element;
      sum += element * dy[at.out + j];
    }
    dkeys[at.gradient + own] = sum;
  }
  let last = sequence * dims.L + dims.L - 1u;
  for (var turn = dims.start; turn < dims.stop && group.z == 1u; turn++) {
    let at = token_at(last - turn, head, own);
    var sum = 0.0;
//#if HELD
    //#unroll
    for (var j = 0u; j < VALUES; j++) {
      let place = &held[j];
//#else
    for (var j = 0u; j < dims.V; j++) {
      let place = &sums[first + j * width];
//#endif
      let element = *place + keys[at.query + own] * dy[at.out + j];
      *place = at.kept * element;
      sum += element * value_at(at, j);
    }
    dkeys[at.gradient + dims.K + own] = sum;
  }
  for (var turn = dims.start; turn < dims.stop && is_row; turn++) {
    let at = token_at(last - turn, head, own);
    var sum = 0.0;
//#if HELD
    //#unroll
    for (var i = 0u; i < KEYS; i++) {
      let place = &held[i];
//#else
    for (var i = 0u; i < dims.K; i++) {
      let place = &sums[first + i * width];
//#endif
      let element = *place + keys[at.query + i] * dy[at.out + own];
      var kept = at.kept;
      if (dims.gated == 2u) {
        kept = exp(gates[at.decays + i]);
      }
      *place = kept * element;
      sum += element * keys[at.key + i];
    }
    if (own >= dims.V - dims.counts) {
      continue;
    }
    let gradient = (last - turn) * dims.d_stride + dims.dv + head * (dims.V - dims.counts) + own;
    sum *= at.weight;
    if ((dims.accumulate & 1u) != 0u) {
      sum += dvalues[gradient];
    }
    dvalues[gradient] = sum;
  }
//#if HELD
  if (dims.stop < dims.L) {
    //#unroll
    for (var j = 0u; j < WIDEST; j++) {
      if (j < count) {
        sums[first + j * width] = held[j];
      }
    }
  }
//#endif
}
