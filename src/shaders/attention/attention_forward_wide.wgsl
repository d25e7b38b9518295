// As attention_forward.wgsl without caches, for software adapters, where a load costs more than a spilled register: an invocation
// owns 4 · BLOCKS queries and meets four keys at a time. Neighbours take other heads at the same rows, so no lane waits.
//#import wide_heads
@group(0) @binding(1) var<storage, read> qkv: array<vec4f>;           // (B, L, 3D)
@group(0) @binding(2) var<storage, read> frequencies: array<vec2u>;   // (HEAD_DIM / 2)
@group(0) @binding(3) var<storage, read> cursor: array<i32>;           // 0
@group(0) @binding(4) var<storage, read> key_cache: array<f32>;       // none
@group(0) @binding(5) var<storage, read> value_cache: array<f32>;     // none
@group(0) @binding(6) var<storage, read_write> y: array<f32>;         // (B, L, D)
@group(0) @binding(7) var<storage, read_write> lse: array<f32>;       // (B, heads, L), log of the sum of exp(score)
const HIDDEN: f32 = -1e30;
// Sums are scaled by 2^-best. They are scaled anew only when a score is larger than `best` by more than this.
const LAG: f32 = 12.0;

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let place = place_of(group.x * GROUP + local);
  let own = place.own;
  if (own >= dims.L) { return; }
  let stride = 3u * dims.D / 4u;
  let start = place.sequence * dims.L * stride + place.head * HEAD_DIM / 4u;
  let scale = LOG2E * inverseSqrt(f32(HEAD_DIM));

  var words: array<vec4f, QUADS>;
  var turn = turns_at(own);
  let step_turn = turns_at(1u);
  var loaded: array<mat4x4f, OWNED>;
  for (var row = 0u; row < 4u * BLOCKS; row++) {
    let at = start + min(own + row, dims.L - 1u) * stride;
    //#unroll
    for (var quad = 0u; quad < QUADS; quad++) {
      words[quad] = qkv[at + quad];
    }
    let pairs = pairs_of(words, place.skewed);
    //#unroll
    for (var quad = 0u; quad < QUADS; quad++) {
      let known = select(vec4f(1.0, 0.0, 1.0, 0.0), vec4f(1.0), 2u * quad + 1u < HALF);
      loaded[row / 4u * QUADS + quad][row % 4u] = scale * known * turned(pairs[quad], turn[quad]);
      turn[quad] = turned(turn[quad], step_turn[quad]);
    }
  }
  var query: array<mat4x4f, OWNED>;
  var mixed: array<mat4x4f, OWNED>;
  var best: array<vec4f, BLOCKS>;
  var sum: array<vec4f, BLOCKS>;
  //#unroll
  for (var item = 0u; item < OWNED; item++) {
    query[item] = loaded[item];
  }
  //#unroll
  for (var block = 0u; block < BLOCKS; block++) {
    best[block] = vec4f(HIDDEN);
  }

  let end = min(own + 4u * BLOCKS, dims.L);
  let lowest = select(0u, own + 1u - dims.window, own >= dims.window) / 4u * 4u;
  for (var run = lowest; run < end; run += RUN) {
    turn = turns_at(run);
    let run_end = min(run + RUN, end);
    for (var key = run; key < run_end; key += 4u) {
      var keys: array<mat4x4f, QUADS>;
      var values: array<mat4x4f, QUADS>;
      for (var met = 0u; met < 4u; met++) {
        let at = start + dims.D / 4u + min(key + met, dims.L - 1u) * stride;
        //#unroll
        for (var quad = 0u; quad < QUADS; quad++) {
          words[quad] = qkv[at + quad];
          values[quad][met] = qkv[at + dims.D / 4u + quad];
        }
        let pairs = pairs_of(words, place.skewed);
        //#unroll
        for (var quad = 0u; quad < QUADS; quad++) {
          keys[quad][met] = turned(pairs[quad], turn[quad]);
          turn[quad] = turned(turn[quad], step_turn[quad]);
        }
      }
      let edge = key + 3u > own || key + dims.window < own + 4u * BLOCKS;
      //#unroll
      for (var block = 0u; block < BLOCKS; block++) {
        var scores = mat4x4f();
        //#unroll
        for (var quad = 0u; quad < QUADS; quad++) {
          scores += transpose(keys[quad]) * query[block * QUADS + quad];
        }
        if (edge) {
          //#unroll
          for (var row = 0u; row < 4u; row++) {
            let age = vec4u(own + 4u * block + row - key) - vec4u(0u, 1u, 2u, 3u);
            scores[row] = select(vec4f(HIDDEN), scores[row], age < vec4u(dims.window));
          }
        }
        let across = transpose(scores);
        let top = max(max(across[0], across[1]), max(across[2], across[3]));
        if (any(top > best[block] + LAG)) {
          let risen = max(best[block], top);
          let shrink = exp2(max(best[block] - risen, vec4f(FAINT)));
          best[block] = risen;
          sum[block] *= shrink;
          //#unroll
          for (var quad = 0u; quad < QUADS; quad++) {
            mixed[block * QUADS + quad][0] *= shrink[0];
            mixed[block * QUADS + quad][1] *= shrink[1];
            mixed[block * QUADS + quad][2] *= shrink[2];
            mixed[block * QUADS + quad][3] *= shrink[3];
          }
        }
        let weights = mat4x4f(
          exp2(max(scores[0] - best[block][0], vec4f(FAINT))),
          exp2(max(scores[1] - best[block][1], vec4f(FAINT))),
          exp2(max(scores[2] - best[block][2], vec4f(FAINT))),
          exp2(max(scores[3] - best[block][3], vec4f(FAINT))),
        );
        sum[block] += vec4f(1.0) * weights;
        //#unroll
        for (var quad = 0u; quad < QUADS; quad++) {
          mixed[block * QUADS + quad] += values[quad] * weights;
        }
      }
    }
  }

  //#unroll
  for (var item = 0u; item < OWNED; item++) {
    loaded[item] = mixed[item];
  }
  for (var row = 0u; row < min(4u * BLOCKS, dims.L - own); row++) {
    let total = sum[row / 4u][row % 4u];
    lse[(place.sequence * dims.heads + place.head) * dims.L + own + row] = best[row / 4u][row % 4u] / LOG2E + log(total);
    let base = (place.sequence * dims.L + own + row) * dims.D + place.head * HEAD_DIM;
    for (var i = 0u; i < HEAD_DIM; i++) {
      let at = i + select(0u, 2u, place.skewed);
      y[base + i] = loaded[row / 4u * QUADS + at / 4u][row % 4u][at % 4u] / total;
    }
  }
}
