//#permutation delta_scan_errors
//#permutation delta_scan_errors_held HELD
//#permutation erase_scan_errors ERASE
//#permutation erase_scan_errors_held ERASE HELD
//#if ERASE
// First part of the adjoint of erase_scan. With G the adjoint of S, from the last token back:
//   G += q dyᵀ;  dv = Gᵀ k, d read = -Gᵀ e;  G = a G + c (d read)ᵀ.
//#else
// First part of the adjoint of delta_scan. With G the adjoint of S, from the last token back:
//   G += q dyᵀ;  for the writes, last to first: d error = Gᵀ k, dv = β d error, G -= β k (d error)ᵀ;  G *= a.
//#endif
// A part takes turns `start` to `stop`.
//#if HELD
// An invocation takes a column of G and keeps it in registers, and between parts in `sums`.
//#else
// An invocation takes a column of G, which lies in `sums`.
//#endif
//#import delta_places
@group(0) @binding(1) var<storage, read> keys: array<f32>;           // (B, L, (1 + R) H K); ERASE: 4 H K
@group(0) @binding(2) var<storage, read> gates: array<f32>;          // (B, L, (1 + R) H); ERASE: H K
@group(0) @binding(3) var<storage, read> dy: array<f32>;             // (B, L, H, V)
@group(0) @binding(4) var<storage, read_write> derrors: array<f32>;  // (B, L, R, H, V); ERASE: 1 for R
@group(0) @binding(5) var<storage, read_write> dvalues: array<f32>;  // (B, L, d_stride): columns dv
@group(0) @binding(6) var<storage, read_write> sums: array<f32>;     // (B, H, K, V)
//#if HELD
const KEYS: u32 = 4u;  // K
//#endif

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let taken = taken_by(group, local, dims.V);
  let own = taken.own;
  let head = taken.head;
  if (own >= dims.V) {
    return;
  }
  let begin = taken.sequence * dims.L;
  let corner = (taken.sequence * dims.H + head) * dims.K * dims.V + own;
//#if HELD
  var G: array<f32, KEYS>;
  if (dims.start > 0u) {
    //#unroll
    for (var i = 0u; i < KEYS; i++) {
      G[i] = sums[corner + i * dims.V];
    }
  }
//#else
  for (var i = 0u; i < dims.K && dims.start == 0u; i++) {
    sums[corner + i * dims.V] = 0.0;
  }
//#endif
  for (var turn = dims.start; turn < dims.stop; turn++) {
    let token = begin + dims.L - 1u - turn;
    let query = key_at(token, 0u, head);
    let out = dy[(token * dims.H + head) * dims.V + own];
//#if ERASE
    let fade = (token * dims.H + head) * dims.K;
    let read = key_at(token, 1u, head);
    let erase = key_at(token, 2u, head);
    let key = key_at(token, 3u, head);
    var pulls = vec2f(0.0);  // Gᵀ k, Gᵀ e
//#if HELD
    //#unroll
    for (var i = 0u; i < KEYS; i++) {
      pulls += vec2f(keys[key + i], keys[erase + i]) * (G[i] + out * keys[query + i]);
//#else
    for (var i = 0u; i < dims.K; i++) {
      pulls += vec2f(keys[key + i], keys[erase + i]) * (sums[corner + i * dims.V] + out * keys[query + i]);
//#endif
    }
    derrors[(token * dims.H + head) * dims.V + own] = -pulls.y;
    let place = token * dims.d_stride + dims.dv + head * dims.V + own;
    if ((dims.accumulate & 1u) != 0u) {
      pulls.x += dvalues[place];
    }
    dvalues[place] = pulls.x;
//#if HELD
    //#unroll
    for (var i = 0u; i < KEYS; i++) {
      let element = &G[i];
//#else
    for (var i = 0u; i < dims.K; i++) {
      let element = &sums[corner + i * dims.V];
//#endif
      *element = gates[fade + i] * (*element + out * keys[query + i]) - keys[read + i] * pulls.y;
    }
//#else
    let gate = token * (1u + dims.R) * dims.H + head;
    var asked = out;
    for (var back = 0u; back < dims.R; back++) {
      let r = dims.R - 1u - back;
      let key = key_at(token, 1u + r, head);
      var pull = 0.0;
//#if HELD
      //#unroll
      for (var i = 0u; i < KEYS; i++) {
        pull += keys[key + i] * (G[i] + asked * keys[query + i]);
//#else
      for (var i = 0u; i < dims.K; i++) {
        pull += keys[key + i] * (sums[corner + i * dims.V] + asked * keys[query + i]);
//#endif
      }
      let beta = gates[gate + (1u + r) * dims.H];
      derrors[error_at(token, r, head) + own] = pull;
      let place = token * dims.d_stride + dims.dv + (r * dims.H + head) * dims.V + own;
      if ((dims.accumulate & 1u) != 0u) {
        dvalues[place] += beta * pull;
      } else {
        dvalues[place] = beta * pull;
      }
      let kept = select(1.0, exp(gates[gate]), r == 0u);
//#if HELD
      //#unroll
      for (var i = 0u; i < KEYS; i++) {
        let element = &G[i];
//#else
      for (var i = 0u; i < dims.K; i++) {
        let element = &sums[corner + i * dims.V];
//#endif
        *element = kept * (*element + asked * keys[query + i] - beta * pull * keys[key + i]);
      }
      asked = 0.0;
    }
//#endif
  }
//#if HELD
  if (dims.stop < dims.L) {
    //#unroll
    for (var i = 0u; i < KEYS; i++) {
      sums[corner + i * dims.V] = G[i];
    }
  }
//#endif
}
