//#permutation delta_scan_keys
//#permutation delta_scan_keys_held HELD
//#permutation erase_scan_keys ERASE
//#permutation erase_scan_keys_held ERASE HELD
//#if ERASE
// Second part of the adjoint of erase_scan. An invocation takes, by grid layer in z:
//   a row of S, forward in time:  dc = S d read;  S = a S - e readᵀ + k vᵀ;  dq = S dy;
//   a row of G, backward:  G += q dyᵀ;  de = -G read, dk = G v;  G = a G + c (d read)ᵀ.
//#else
// Second part of the adjoint of delta_scan. An invocation takes, by grid layer in z:
//   a row of S, forward in time:  S = a S; for each write: dk = -β S d error, S += β k errorᵀ;  then dq = S dy;
//   a row of G, backward:  G += q dyᵀ; for the writes, last to first: dk = β G error, G -= β k (d error)ᵀ;  G *= a.
//#endif
//#if HELD
// It keeps this row in registers, and between parts in `sums`.
//#else
// S and G lie in `sums`.
//#endif
// A part takes turns `start` to `stop` of the loops over tokens.
//#import delta_places
@group(0) @binding(1) var<storage, read> keys: array<f32>;         // (B, L, (1 + R) H K); ERASE: 4 H K
@group(0) @binding(2) var<storage, read> gates: array<f32>;        // (B, L, (1 + R) H); ERASE: H K
@group(0) @binding(3) var<storage, read> errors: array<f32>;       // (B, L, R, H, V); ERASE: read, v
@group(0) @binding(4) var<storage, read> derrors: array<f32>;      // (B, L, R, H, V); ERASE: 1 for R
@group(0) @binding(5) var<storage, read> dy: array<f32>;           // (B, L, H, V)
@group(0) @binding(6) var<storage, read> before: array<f32>;       // (B, H, K, V): S before the first token, with `carry`
@group(0) @binding(7) var<storage, read_write> dkeys: array<f32>;  // (B, L, 1 + 2R, H, K): of q, of each k twice; ERASE: as keys
@group(0) @binding(8) var<storage, read_write> sums: array<f32>;   // (2, B, H, V, K): neighbours side by side
//#if HELD
const VALUES: u32 = 4u;  // V
//#endif

//#if ERASE
// The numbers of a row at a token, and of the column j of what all its rows share.
struct Token { fade: f32, query: f32, read: f32, erase: f32, key: f32, place: u32 }

fn token_of(token: u32, head: u32, own: u32) -> Token {
  let query = keys[key_at(token, 0u, head) + own];
  let read = keys[key_at(token, 1u, head) + own];
  let erase = keys[key_at(token, 2u, head) + own];
  let key = keys[key_at(token, 3u, head) + own];
  return Token(gates[(token * dims.H + head) * dims.K + own], query, read, erase, key, (token * dims.H + head) * dims.V);
}
//#else
fn gradient_at(token: u32, part: u32, head: u32) -> u32 {
  return ((token * (1u + 2u * dims.R) + part) * dims.H + head) * dims.K;
}
//#endif

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let taken = taken_by(group, local, dims.K);
  let own = taken.own;
  let head = taken.head;
  if (own >= dims.K) {
    return;
  }
  let matrix = (taken.sequence * dims.H + head) * dims.K * dims.V;
  let first = group.z * dims.B * dims.H * dims.K * dims.V + matrix + own;
  let carries = group.z == 0u && dims.carry == 1u;
//#if HELD
  var row: array<f32, VALUES>;
  //#unroll
  for (var j = 0u; j < VALUES; j++) {
    if (dims.start > 0u) {
      row[j] = sums[first + j * dims.K];
    } else if (carries) {
      row[j] = before[matrix + own * dims.V + j];
    }
  }
//#else
  for (var j = 0u; j < dims.V && dims.start == 0u; j++) {
    var initial = 0.0;
    if (carries) {
      initial = before[matrix + own * dims.V + j];
    }
    sums[first + j * dims.K] = initial;
  }
//#endif
  // A loop for each layer: an adapter that computes both sides of a branch still skips a loop that none of its lanes enter.
//#if ERASE
  for (var turn = dims.start; turn < dims.stop && group.z == 0u; turn++) {
    let token = taken.sequence * dims.L + turn;
    let seen = token_of(token, head, own);
    let held = error_at(token, 0u, head);
    let value = error_at(token, 1u, head);
    var sums_of = vec2f(0.0);  // S d read, S dy
//#if HELD
    //#unroll
    for (var j = 0u; j < VALUES; j++) {
      let place = &row[j];
//#else
    for (var j = 0u; j < dims.V; j++) {
      let place = &sums[first + j * dims.K];
//#endif
      let element = seen.fade * *place - seen.erase * errors[held + j] + seen.key * errors[value + j];
      sums_of += vec2f(*place * derrors[seen.place + j], element * dy[seen.place + j]);
      *place = element;
    }
    dkeys[key_at(token, 1u, head) + own] = sums_of.x;
    dkeys[key_at(token, 0u, head) + own] = sums_of.y;
  }
  for (var turn = dims.start; turn < dims.stop && group.z == 1u; turn++) {
    let token = (taken.sequence + 1u) * dims.L - 1u - turn;
    let seen = token_of(token, head, own);
    let held = error_at(token, 0u, head);
    let value = error_at(token, 1u, head);
    var sums_of = vec2f(0.0);  // G read, G v
//#if HELD
    //#unroll
    for (var j = 0u; j < VALUES; j++) {
      let place = &row[j];
//#else
    for (var j = 0u; j < dims.V; j++) {
      let place = &sums[first + j * dims.K];
//#endif
      let element = *place + seen.query * dy[seen.place + j];
      sums_of += element * vec2f(errors[held + j], errors[value + j]);
      *place = seen.fade * element + seen.read * derrors[seen.place + j];
    }
    dkeys[key_at(token, 2u, head) + own] = -sums_of.x;
    dkeys[key_at(token, 3u, head) + own] = sums_of.y;
  }
//#else
  for (var turn = dims.start; turn < dims.stop && group.z == 0u; turn++) {
    let token = taken.sequence * dims.L + turn;
    let gate = token * (1u + dims.R) * dims.H + head;
    let out = (token * dims.H + head) * dims.V;
    var kept = exp(gates[gate]);
    var sum = 0.0;
    for (var r = 0u; r < dims.R; r++) {
      let error = error_at(token, r, head);
      let beta = gates[gate + (1u + r) * dims.H];
      let written = beta * keys[key_at(token, 1u + r, head) + own];
      var pull = 0.0;
      sum = 0.0;
//#if HELD
      //#unroll
      for (var j = 0u; j < VALUES; j++) {
        let place = &row[j];
//#else
      for (var j = 0u; j < dims.V; j++) {
        let place = &sums[first + j * dims.K];
//#endif
        let held = kept * *place;
        let element = held + written * errors[error + j];
        *place = element;
        pull += held * derrors[error + j];
        sum += element * dy[out + j];
      }
      dkeys[gradient_at(token, 1u + r, head) + own] = -beta * pull;
      kept = 1.0;
    }
    dkeys[gradient_at(token, 0u, head) + own] = sum;
  }
  for (var turn = dims.start; turn < dims.stop && group.z == 1u; turn++) {
    let token = (taken.sequence + 1u) * dims.L - 1u - turn;
    let gate = token * (1u + dims.R) * dims.H + head;
    let out = (token * dims.H + head) * dims.V;
    var asked = keys[key_at(token, 0u, head) + own];
    for (var back = 0u; back < dims.R; back++) {
      let r = dims.R - 1u - back;
      let error = error_at(token, r, head);
      let beta = gates[gate + (1u + r) * dims.H];
      let written = beta * keys[key_at(token, 1u + r, head) + own];
      let kept = select(1.0, exp(gates[gate]), r == 0u);
      var pull = 0.0;
//#if HELD
      //#unroll
      for (var j = 0u; j < VALUES; j++) {
        let place = &row[j];
//#else
      for (var j = 0u; j < dims.V; j++) {
        let place = &sums[first + j * dims.K];
//#endif
        let element = *place + asked * dy[out + j];
        pull += element * errors[error + j];
        *place = kept * (element - written * derrors[error + j]);
      }
      dkeys[gradient_at(token, 1u + dims.R + r, head) + own] = beta * pull;
      asked = 0.0;
    }
  }
//#endif
//#if HELD
  if (dims.stop < dims.L) {
    //#unroll
    for (var j = 0u; j < VALUES; j++) {
      sums[first + j * dims.K] = row[j];
    }
  }
//#endif
}
