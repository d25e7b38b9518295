//#permutation matrix_scan_gates
//#permutation stable_gates_backward STABLE
// Gradients of ln a and w of matrix_scan.
// The decay a[t] scales all that tokens from t on read of what tokens before t wrote. That is what they read in all, less what
// they read of each other's writes:
//   d ln a[t] = Σ over s >= t of q[s] · dq[s] - k[s] · dk[s],  dw = k · d(w k).
//#if STABLE
// They become those of the sums i and f of stable_gates, with the gradient of m, which goes to what m is the maximum of.
//#endif
// A part takes turns `start` to `stop`.
//#import add_back
@group(0) @binding(1) var<storage, read> keys: array<f32>;          // (B, L, key_stride)
@group(0) @binding(2) var<storage, read> gates: array<f32>;         // (B, L, 2H): ln a, w
@group(0) @binding(3) var<storage, read> dkeys: array<f32>;         // (B, L, H, 2K)
//#if STABLE
@group(0) @binding(4) var<storage, read> cells: array<f32>;         // (B, L, cell_stride), from cell on: m, 1 - sigmoid(f)
@group(0) @binding(5) var<storage, read> drows: array<f32>;         // (B, L, d_stride): of m, from dm on
@group(0) @binding(6) var<storage, read_write> dsums: array<f32>;   // (B, L, 2H): of i, f
@group(0) @binding(7) var<storage, read_write> later: array<f32>;   // (B, H, 2): of ln a and m, of later tokens
//#else
@group(0) @binding(4) var<storage, read_write> dgates: array<f32>;  // (B, L, 2H)
//#endif

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let head = group.x;
  let sequence = group.y;
  let shared_by = head * dims.G / dims.H * dims.K;
  let own = local / LANES;
  let lane = local % LANES;
  let last = sequence * dims.L + dims.L - 1u;
  var turn = 0u;
  var rest = vec2f();  // of ln a and m, of later tokens
  //#if STABLE
  let place_of_rest = 2u * (sequence * dims.H + head);
  if (dims.start > 0u) {
    rest = vec2f(later[place_of_rest], later[place_of_rest + 1u]);
  }
  //#else
  if (dims.start > 0u) {
    rest.x = dgates[(last - dims.start + 1u) * 2u * dims.H + head];
  }
  //#endif
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
    var pull = vec3f();
    if (here && lane == 0u) {
      pull.x = sums.x - gates[gate + dims.H] * sums.y;
      //#if STABLE
      pull.y = drows[token * dims.d_stride + dims.dm + head];
      pull.z = select(0.0, 1.0, gates[gate] < 0.0);
      //#endif
    }
    let added = add_back(turn, local, pull, rest);
    rest = added.all;
    turn++;
    if (here && lane == 0u) {
      //#if STABLE
      let open = cells[token * dims.cell_stride + dims.cell + dims.H + head];
      let is_new = pull.z == 1.0;
      dsums[gate] = gates[gate + dims.H] * sums.y + select(0.0, added.from_here.y, is_new);
      dsums[gate + dims.H] = open * (added.from_here.x + select(added.from_here.y, 0.0, is_new));
      //#else
      dgates[gate] = added.from_here.x;
      dgates[gate + dims.H] = sums.y;
      //#endif
    }
  }
  //#if STABLE
  if (local == 0u) {
    later[place_of_rest] = rest.x;
    later[place_of_rest + 1u] = rest.y;
  }
  //#endif
}
