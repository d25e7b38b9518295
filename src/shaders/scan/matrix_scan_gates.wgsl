// Gradients of ln a and w of matrix_scan.
// The decay a[t] scales all that tokens from t on read of what tokens before t wrote. That is what they read in all, less what
// they read of each other's writes:
//   d ln a[t] = Σ over s >= t of q[s] · dq[s] - k[s] · dk[s],  dw = k · d(w k).
// A workgroup goes through the tokens of a head backward in time, TOKENS at a time; LANES invocations share one.
// A part takes turns `start` to `stop`.
//#import team_sum
@group(0) @binding(1) var<storage, read> keys: array<f32>;          // (B, L, key_stride)
@group(0) @binding(2) var<storage, read> gates: array<f32>;         // (B, L, 2H)
@group(0) @binding(3) var<storage, read> dkeys: array<f32>;         // (B, L, H, 2K)
@group(0) @binding(4) var<storage, read_write> dgates: array<f32>;  // (B, L, 2H)
const TOKENS: u32 = GROUP / LANES;
// What each token adds to d ln a, in two places in turn.
var<workgroup> pulls: array<f32, 2u * TOKENS>;

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let head = group.x;
  let sequence = group.y;
  let shared_by = head * dims.G / dims.H * dims.K;
  let own = local / LANES;
  let lane = local % LANES;
  let last = sequence * dims.L + dims.L - 1u;
  var turn = 0u;
  var later = 0.0;
  if (dims.start > 0u) {
    later = dgates[(last - dims.start + 1u) * 2u * dims.H + head];
  }
  for (var first = dims.start; first < dims.stop; first += TOKENS) {
    let token = last - first - own;
    let here = first + own < dims.stop;
    let gate = token * 2u * dims.H + head;
    let gradient = (token * dims.H + head) * 2u * dims.K;
    let query = token * dims.key_stride + dims.q + shared_by;
    let key = token * dims.key_stride + dims.k + shared_by;
    var sums = vec2f(0.0);  // q · dq, k · d(w k)
    for (var i = lane; i < dims.K && here; i += LANES) {
      sums += vec2f(keys[query + i] * dkeys[gradient + i], keys[key + i] * dkeys[gradient + dims.K + i]);
    }
    sums = team_sum(turn, local, sums);
    let place = turn % 2u * TOKENS;
    turn++;
    if (lane == 0u) {
      var pull = 0.0;
      if (here) {
        pull = sums.x - gates[gate + dims.H] * sums.y;
        dgates[gate + dims.H] = sums.y;
      }
      pulls[place + own] = pull;
    }
    workgroupBarrier();
    var from_here = later;
    for (var i = 0u; i < TOKENS; i++) {
      later += pulls[place + i];
      from_here = select(from_here, later, i == own);
    }
    if (here && lane == 0u) {
      dgates[gate] = from_here;
    }
  }
}
