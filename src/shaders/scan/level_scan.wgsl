// matrix_scan over levels: before a token, the levels below one are merged into it; S = a S; level 0 is w v kᵀ; y = Σ λ S q.
// An invocation takes a row of S, which lies in `state`. A part takes steps `start` to `stop`.
//#import levels_at
//#import level_step
@group(0) @binding(1) var<storage, read> rows: array<f32>;         // (B, L, stride): q, k (G, K), v (H, V), λ (H, levels)
@group(0) @binding(2) var<storage, read> gates: array<f32>;        // (B, L, 2H): ln a, w
@group(0) @binding(3) var<storage, read> cursor: array<i32>;       // [0]: position of the first token, if carry
@group(0) @binding(4) var<storage, read_write> state: array<f32>;  // (B, levels, H, V, K)
@group(0) @binding(5) var<storage, read_write> y: array<f32>;      // (B, L, H, V)

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let tiles = (dims.V + 63u) / 64u;
  let row = group.x % tiles * 64u + local;
  let head = group.x / tiles;
  let sequence = group.y;
  if (row >= dims.V) {
    return;
  }
  let step = dims.H * dims.V * dims.K;
  let first = sequence * dims.levels * step + (head * dims.V + row) * dims.K;
  let shared_by = head * dims.G / dims.H * dims.K;
  var before = 0u;
  if (dims.carry == 1u) {
    before = u32(cursor[0]);
  } else if (dims.start == 0u) {
    for (var l = 0u; l < dims.levels; l++) {
      for (var i = 0u; i < dims.K; i++) {
        state[first + l * step + i] = 0.0;
      }
    }
  }
  for (var t = dims.start; t < dims.stop; t++) {
    let token = sequence * dims.L + t;
    let at = token * dims.stride;
    let reached = levels_at(before + t, dims.levels);
    let kept = exp(gates[token * 2u * dims.H + head]);
    let value = gates[token * 2u * dims.H + dims.H + head] * rows[at + dims.v + head * dims.V + row];
    let weights = at + dims.weights + head * dims.levels;
    var sum = 0.0;
    for (var i = 0u; i < dims.K; i++) {
      var merged = 0.0;
      var read = 0.0;
      for (var l = 0u; l <= reached.y; l++) {
        let place = first + l * step + i;
        let own = level_step(state[place], l, reached.x, &merged, kept, value * rows[at + dims.k + shared_by + i]);
        state[place] = own;
        read += rows[weights + l] * own;
      }
      sum += read * rows[at + dims.q + shared_by + i];
    }
    y[(token * dims.H + head) * dims.V + row] = sum;
  }
}
