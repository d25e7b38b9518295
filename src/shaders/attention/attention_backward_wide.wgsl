// As attention_backward.wgsl, for software adapters, where a load costs more than a spilled register: an invocation owns
// 4 · BLOCKS rows and meets four at a time. Neighbours take other heads at the same rows, so no lane waits for another.
// Some branches are written as loops: a software adapter skips a loop that takes no turn, but computes both sides of an `if`.
//#import put_dqkv
//#import wide_heads
@group(0) @binding(1) var<storage, read> qkv: array<vec4f>;           // (B, L, 3D)
@group(0) @binding(2) var<storage, read> frequencies: array<vec2u>;   // (HEAD_DIM / 2)
@group(0) @binding(3) var<storage, read> y: array<vec4f>;             // (B, L, D)
@group(0) @binding(4) var<storage, read> lse: array<f32>;             // (B, heads, L)
@group(0) @binding(5) var<storage, read> dy: array<vec4f>;            // (B, L, D)
@group(0) @binding(6) var<storage, read_write> dqkv: array<f32>;      // (B, L, 3D)

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let place = place_of(group.x * GROUP + local);
  let own = place.own;
  if (own >= dims.L) { return; }
  let owns_key = group.y == 1u;
  let width = dims.D / 4u;
  let out_start = place.sequence * dims.L * width + place.head * HEAD_DIM / 4u;
  let start = place.sequence * dims.L * 3u * width + place.head * HEAD_DIM / 4u;
  let lse_start = (place.sequence * dims.heads + place.head) * dims.L;
  let scale = inverseSqrt(f32(HEAD_DIM));

  // 1 at the head's own elements of its vec4fs, 0 at its neighbours'.
  var inside: array<vec4f, QUADS>;
  var words: array<vec4f, QUADS>;
  var turn = turns_at(own);
  let step_turn = turns_at(1u);
  for (var quad = 0u; quad < QUADS; quad++) {
    let lanes = vec4u(4u * quad - select(0u, 2u, place.skewed)) + vec4u(0u, 1u, 2u, 3u);
    inside[quad] = select(vec4f(), vec4f(1.0), lanes < vec4u(HEAD_DIM));
  }
  var turned_side: array<mat4x4f, OWNED>;
  var plain_side: array<mat4x4f, OWNED>;
  var lse_side: array<vec4f, BLOCKS>;
  var delta_side: array<vec4f, BLOCKS>;
  for (var row = 0u; row < 4u * BLOCKS; row++) {
    let t = min(own + row, dims.L - 1u);
    let at = start + t * 3u * width + select(0u, width, owns_key);
    let out_at = out_start + t * width;
    var delta = 0.0;
    //#unroll
    for (var quad = 0u; quad < QUADS; quad++) {
      words[quad] = qkv[at + quad];
      let dy_quad = dy[out_at + quad] * inside[quad];
      delta += dot(dy_quad, y[out_at + quad]);
      plain_side[row / 4u * QUADS + quad][row % 4u] = select(dy_quad, qkv[at + width + quad] * inside[quad], owns_key);
    }
    lse_side[row / 4u][row % 4u] = select(lse[lse_start + t] * LOG2E, 0.0, owns_key);
    delta_side[row / 4u][row % 4u] = select(delta, 0.0, owns_key);
    let pairs = pairs_of(words, place.skewed);
    //#unroll
    for (var quad = 0u; quad < QUADS; quad++) {
      let known = select(vec4f(1.0, 0.0, 1.0, 0.0), vec4f(1.0), 2u * quad + 1u < HALF);
      turned_side[row / 4u * QUADS + quad][row % 4u] = scale * LOG2E * known * turned(pairs[quad], turn[quad]);
      turn[quad] = turned(turn[quad], step_turn[quad]);
    }
  }
  var own_turned: array<mat4x4f, OWNED>;
  var own_plain: array<mat4x4f, OWNED>;
  var dturned: array<mat4x4f, OWNED>;
  var dplain: array<mat4x4f, OWNED>;
  //#unroll
  for (var item = 0u; item < OWNED; item++) {
    own_turned[item] = turned_side[item];
    own_plain[item] = plain_side[item];
  }
  var own_lse: array<vec4f, BLOCKS>;
  var own_delta: array<vec4f, BLOCKS>;
  //#unroll
  for (var block = 0u; block < BLOCKS; block++) {
    own_lse[block] = lse_side[block];
    own_delta[block] = delta_side[block];
  }

  let lowest = select(select(0u, own + 1u - dims.window, own >= dims.window) / 4u * 4u, own, owns_key);
  let end = min(dims.L, own + 4u * BLOCKS + select(0u, dims.window - 1u, owns_key));
  for (var run = lowest; run < end; run += RUN) {
    turn = turns_at(run);
    let run_end = min(run + RUN, end);
    for (var first = run; first < run_end; first += 4u) {
      var turned_met: array<mat4x4f, QUADS>;
      var plain_met: array<mat4x4f, QUADS>;
      var met_lse = vec4f();    // negative
      var met_delta = vec4f();  // negative
      for (var met = 0u; met < 4u; met++) {
        let at = start + min(first + met, dims.L - 1u) * 3u * width + select(width, 0u, owns_key);
        //#unroll
        for (var quad = 0u; quad < QUADS; quad++) {
          words[quad] = qkv[at + quad];
        }
        let pairs = pairs_of(words, place.skewed);
        //#unroll
        for (var quad = 0u; quad < QUADS; quad++) {
          turned_met[quad][met] = turned(pairs[quad], turn[quad]);
          turn[quad] = turned(turn[quad], step_turn[quad]);
        }
      }
      for (var met = select(0u, 4u, owns_key); met < 4u; met++) {
        let at = start + min(first + met, dims.L - 1u) * 3u * width + 2u * width;
        //#unroll
        for (var quad = 0u; quad < QUADS; quad++) {
          plain_met[quad][met] = qkv[at + quad];
        }
      }
      for (var met = select(4u, 0u, owns_key); met < 4u; met++) {
        let t = min(first + met, dims.L - 1u);
        let at = out_start + t * width;
        var delta = 0.0;
        //#unroll
        for (var quad = 0u; quad < QUADS; quad++) {
          let dy_quad = dy[at + quad];
          delta += dot(dy_quad * inside[quad], y[at + quad]);
          plain_met[quad][met] = dy_quad;
        }
        met_lse[met] = -lse[lse_start + t] * LOG2E;
        met_delta[met] = -delta;
      }
      let rows_met = vec4u(first) + vec4u(0u, 1u, 2u, 3u);
      // In row r, query and key see each other where this minus r is less than `window`.
      let since = rows_met - vec4u(own + 1u) + vec4u(select(dims.window, 1u, owns_key));
      let ages = select(vec4u(0x80000000u), since, rows_met < vec4u(dims.L));
      var weights: array<mat4x4f, BLOCKS>;
      var dscores: array<mat4x4f, BLOCKS>;
      //#unroll
      for (var block = 0u; block < BLOCKS; block++) {
        let lse_block = own_lse[block];
        let delta_block = own_delta[block];
        var scores = mat4x4f(
          met_lse - lse_block.x, met_lse - lse_block.y,
          met_lse - lse_block.z, met_lse - lse_block.w,
        );
        var pulls = mat4x4f(
          met_delta - delta_block.x, met_delta - delta_block.y,
          met_delta - delta_block.z, met_delta - delta_block.w,
        );
        //#unroll
        for (var quad = 0u; quad < QUADS; quad++) {
          scores += transpose(turned_met[quad]) * own_turned[block * QUADS + quad];
          pulls += transpose(plain_met[quad]) * own_plain[block * QUADS + quad];
        }
        //#unroll
        for (var row = 0u; row < 4u; row++) {
          let seen = ages - vec4u(4u * block + row) < vec4u(dims.window);
          let weight = select(vec4f(), exp2(clamp(scores[row], vec4f(FAINT), vec4f(-FAINT))), seen);
          weights[block][row] = weight;
          dscores[block][row] = weight * pulls[row];
        }
        //#unroll
        for (var quad = 0u; quad < QUADS; quad++) {
          dturned[block * QUADS + quad] += turned_met[quad] * dscores[block];
        }
      }
      for (var turns = u32(owns_key); turns > 0u; turns--) {
        //#unroll
        for (var block = 0u; block < BLOCKS; block++) {
          //#unroll
          for (var quad = 0u; quad < QUADS; quad++) {
            dplain[block * QUADS + quad] += plain_met[quad] * weights[block];
          }
        }
      }
    }
  }

  //#unroll
  for (var item = 0u; item < OWNED; item++) {
    turned_side[item] = dturned[item];
    plain_side[item] = dplain[item];
  }
  turn = turns_at(own);
  for (var row = 0u; row < min(4u * BLOCKS, dims.L - own); row++) {
    let base = (place.sequence * dims.L + own + row) * 3u * dims.D + select(0u, dims.D, owns_key) + place.head * HEAD_DIM;
    for (var pair = 0u; pair < HALF; pair++) {
      let quad = turned_side[row / 4u * QUADS + pair / 2u][row % 4u];
      let both = scale * select(quad.xz, quad.yw, pair % 2u == 1u);
      let quad_turn = turn[pair / 2u];
      let back = select(quad_turn.xz, quad_turn.yw, pair % 2u == 1u);
      put(base + pair, dot(both, back));
      put(base + pair + HALF, both.y * back.x - both.x * back.y);
    }
    for (var quad = 0u; quad < QUADS; quad++) {
      turn[quad] = turned(turn[quad], step_turn[quad]);
    }
    for (var i = select(HEAD_DIM, 0u, owns_key); i < HEAD_DIM; i++) {
      let at = i + select(0u, 2u, place.skewed);
      put(base + dims.D + i, plain_side[row / 4u * QUADS + at / 4u][row % 4u][at % 4u]);
    }
  }
}
