// Adjoint of level_scan. With S as there, and G its adjoint, which a merge copies from the level that it went to:
//   dq = Σ λ Sᵀ dy,  dλ = q · Sᵀ dy,  the gradient of w k is Gᵀ v,  dv = w G k, both of level 0.
// An invocation takes, by grid layer in z: a column of S, forward in time; a column of G, backward; a row of G, backward. These
// lie in `sums`. A part takes turns `start` to `stop` of the loops over tokens.
//#import levels_at
@group(0) @binding(1) var<storage, read> rows: array<f32>;            // (B, L, stride): q, k (G, K), v (H, V), λ (H, levels)
@group(0) @binding(2) var<storage, read> gates: array<f32>;           // (B, L, 2H): ln a, w
@group(0) @binding(3) var<storage, read> dy: array<f32>;              // (B, L, H, V)
@group(0) @binding(4) var<storage, read_write> dkeys: array<f32>;     // (B, L, H, 2K): of q, then of w k, for each head
@group(0) @binding(5) var<storage, read_write> dweights: array<f32>;  // (B, L, H, levels, K)
@group(0) @binding(6) var<storage, read_write> drows: array<f32>;     // (B, L, d_stride): columns dv
@group(0) @binding(7) var<storage, read_write> sums: array<f32>;      // (3, B, H, levels, K, V)

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let tiles = (max(dims.K, dims.V) + 63u) / 64u;
  let own = group.x % tiles * 64u + local;
  let head = group.x / tiles;
  let sequence = group.y;
  let is_row = group.z == 2u;
  let count = select(dims.V, dims.K, is_row);
  let width = select(dims.K, dims.V, is_row);
  if (own >= width) {
    return;
  }
  let size = dims.K * dims.V;
  let first = ((group.z * dims.B + sequence) * dims.H + head) * dims.levels * size + own;
  let shared_by = head * dims.G / dims.H * dims.K;
  for (var l = 0u; l < dims.levels && dims.start == 0u; l++) {
    for (var j = 0u; j < count; j++) {
      sums[first + l * size + j * width] = 0.0;
    }
  }
  for (var turn = dims.start; turn < dims.stop; turn++) {
    let t = select(dims.L - 1u - turn, turn, group.z == 0u);
    let token = sequence * dims.L + t;
    let at = token * dims.stride;
    let query = at + dims.q + shared_by;
    let key = at + dims.k + shared_by;
    let value = at + dims.v + head * dims.V;
    let weights = at + dims.weights + head * dims.levels;
    let out = (token * dims.H + head) * dims.V;
    let gradient = (token * dims.H + head) * 2u * dims.K;
    let kept = exp(gates[token * 2u * dims.H + head]);
    let written = gates[token * 2u * dims.H + dims.H + head];
    let reached = levels_at(t, dims.levels);
    if (group.z == 0u) {
      for (var j = 0u; j < dims.V; j++) {
        var merged = 0.0;
        for (var l = 0u; l < reached.x; l++) {
          merged += sums[first + l * size + j * width];
          sums[first + l * size + j * width] = 0.0;
        }
        sums[first + reached.x * size + j * width] += merged;
      }
      var total = 0.0;
      for (var l = 0u; l < dims.levels; l++) {
        var read = 0.0;
        for (var j = 0u; j < dims.V && l <= reached.y; j++) {
          let place = first + l * size + j * width;
          var element = kept * sums[place];
          if (l == 0u) {
            element = written * rows[value + j] * rows[key + own];
          }
          sums[place] = element;
          read += element * dy[out + j];
        }
        total += rows[weights + l] * read;
        dweights[((token * dims.H + head) * dims.levels + l) * dims.K + own] = rows[query + own] * read;
      }
      dkeys[gradient + own] = total;
      continue;
    }
    var sum = 0.0;
    for (var j = 0u; j < count; j++) {
      var pull = 0.0;
      if (is_row) {
        pull = rows[query + j] * dy[out + own];
      } else {
        pull = rows[query + own] * dy[out + j];
      }
      let newest = sums[first + j * width] + rows[weights] * pull;
      sum += newest * rows[select(value, key, is_row) + j];
      for (var l = 1u; l <= reached.y; l++) {
        let place = first + l * size + j * width;
        sums[place] = kept * (sums[place] + rows[weights + l] * pull);
      }
      for (var l = 0u; l < reached.x; l++) {
        sums[first + l * size + j * width] = sums[first + reached.x * size + j * width];
      }
    }
    if (!is_row) {
      dkeys[gradient + dims.K + own] = sum;
      continue;
    }
    let to = token * dims.d_stride + dims.dv + head * dims.V + own;
    sum *= written;
    if ((dims.accumulate & 1u) != 0u) {
      sum += drows[to];
    }
    drows[to] = sum;
  }
}
