//#permutation delta_scan_errors
//#permutation delta_scan_errors_held HELD
// First part of the adjoint of delta_scan. With G the adjoint of S, from the last token back:
//   G += q dyᵀ;  for the writes, last to first: d error = Gᵀ k, dv = β d error, G -= β k (d error)ᵀ;  G *= a.
// A part takes turns `start` to `stop`.
//#if HELD
// An invocation takes a column of G and keeps it in registers, and between parts in `sums`.
//#else
// An invocation takes a column of G, which lies in `sums`.
//#endif
//#import delta_places
@group(0) @binding(1) var<storage, read> keys: array<f32>;           // (B, L, (1 + R) H K)
@group(0) @binding(2) var<storage, read> gates: array<f32>;          // (B, L, (1 + R) H)
@group(0) @binding(3) var<storage, read> dy: array<f32>;             // (B, L, H, V)
@group(0) @binding(4) var<storage, read_write> derrors: array<f32>;  // (B, L, R, H, V)
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
    let gate = token * (1u + dims.R) * dims.H + head;
    let query = key_at(token, 0u, head);
    let out = dy[(token * dims.H + head) * dims.V + own];
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
