// As attention_backward, for heads that fit in registers. An invocation owns ROWS queries (even grid layers in z) or keys (odd
// ones). The workgroup loads the rows that it meets, (k, v) or (q, dy), tile by tile.
//#import head_quads
//#import head_places
//#import alibi_slope
//#import put_dqkv
//#import rope
@group(0) @binding(1) var<storage, read> qkv: array<f32>;             // (B, L, row_width())
@group(0) @binding(2) var<storage, read> frequencies: array<vec2u>;   // (HALF)
@group(0) @binding(3) var<storage, read> y: array<f32>;               // (B, L, D)
@group(0) @binding(4) var<storage, read> lse: array<f32>;             // (B, heads, L)
@group(0) @binding(5) var<storage, read> dy: array<f32>;              // (B, L, D)
@group(0) @binding(6) var<storage, read_write> dqkv: array<f32>;      // (B, L, row_width())
const HEAD_DIM: u32 = 4u;
const QUADS: u32 = 1u;  // HEAD_DIM / 4, rounded up
const ROWS: u32 = 1u;
const OWNED: u32 = 1u;  // ROWS · QUADS
const TILE: u32 = 64u;
const GROUP: u32 = 32u;
const STEPS: u32 = 2u;  // rows of a tile that are met at a time
const MET: u32 = 2u;  // STEPS · ROWS
const HALF: u32 = (HEAD_DIM + 1u) / 2u;
var<workgroup> turned_tile: array<vec4f, TILE * QUADS>;  // k or q
var<workgroup> plain_tile: array<vec4f, TILE * QUADS>;   // v or dy
var<workgroup> lse_tile: array<f32, TILE>;
var<workgroup> delta_tile: array<f32, TILE>;

// The q or k of a head at token t, turned.
fn pairs(of_key: bool, sequence: u32, t: u32, head: u32, quad: u32) -> vec4f {
  return pairs_of_call((sequence * dims.L + t) * row_width() + select(0u, dims.D, of_key) + head, quad, t);
}

// The v or dy of a head at token t.
fn plain(of_key: bool, sequence: u32, t: u32, head: u32, quad: u32) -> vec4f {
  let row = sequence * dims.L + t;
  var result = vec4f();
  for (var lane = 0u; lane < min(4u, HEAD_DIM - 4u * quad); lane++) {
    let i = head + 4u * quad + lane;
    if (of_key) {
      result[lane] = qkv[row * row_width() + dims.D + key_width() + i];
    } else {
      result[lane] = dy[row * dims.D + i];
    }
  }
  return result;
}

fn delta_of(row: u32, head: u32) -> f32 {
  var delta = 0.0;
  for (var i = 0u; i < HEAD_DIM; i++) {
    delta += dy[row * dims.D + head + i] * y[row * dims.D + head + i];
  }
  return delta;
}

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let sequence = group.z / 2u;
  let owns_key = group.z % 2u == 1u;
  let rows = sequence * dims.L;
  if (owns_key && group.y * dims.sharing >= dims.heads) {
    return;
  }
  // The first of the heads that are met, or the head of the owned queries; and the place of the keys.
  let query_head = group.y * select(1u, dims.sharing, owns_key);
  let key_head = query_head / dims.sharing * HEAD_DIM;
  let own_head = select(query_head * HEAD_DIM, key_head, owns_key);
  let scale = inverseSqrt(f32(HEAD_DIM));
  let first = group.x * GROUP * ROWS;
  let own = first + local * ROWS;
  // An array indexed by a variable lies in memory. These two are separate, so that own_turned and own_plain stay in registers.
  var turned_side: array<vec4f, OWNED>;
  var plain_side: array<vec4f, OWNED>;
  for (var item = 0u; item < OWNED; item++) {
    let t = min(own + item / QUADS, dims.L - 1u);
    turned_side[item] = pairs(owns_key, sequence, t, own_head, item % QUADS) * scale;
    plain_side[item] = plain(owns_key, sequence, t, own_head, item % QUADS);
  }
  var own_turned: array<vec4f, OWNED>;
  var own_plain: array<vec4f, OWNED>;
  var dturned: array<vec4f, OWNED>;
  var dvalue: array<vec4f, OWNED>;
  //#unroll
  for (var item = 0u; item < OWNED; item++) {
    own_turned[item] = turned_side[item];
    own_plain[item] = plain_side[item];
  }
  var own_lse: array<f32, ROWS>;
  var own_delta: array<f32, ROWS>;
  //#unroll
  for (var row = 0u; row < ROWS; row++) {
    let t = min(own + row, dims.L - 1u);
    own_lse[row] = lse[(sequence * dims.heads + query_head) * dims.L + t];
    own_delta[row] = delta_of(rows + t, query_head * HEAD_DIM);
  }

  // First the rows that the workgroup meets, then those that this invocation meets.
  let last = min(first + GROUP * ROWS, dims.L) - 1u;
  let lowest = select(select(0u, first + 1u - dims.window, first >= dims.window), first, owns_key);
  let end = select(last + 1u, min(dims.L, last + dims.window), owns_key);
  let own_lowest = select(select(0u, own + 1u - dims.window, own >= dims.window), own, owns_key);
  let own_end = select(0u, select(own + ROWS, own + ROWS - 1u + dims.window, owns_key), own < dims.L);
  for (var member = 0u; member < select(1u, dims.sharing, owns_key); member++) {
    let met_head = select(key_head, (query_head + member) * HEAD_DIM, owns_key);
    let lse_row = (sequence * dims.heads + query_head + member) * dims.L;
    let slope = alibi_slope(query_head + member);
    for (var tile = lowest; tile < end; tile += TILE) {
      let count = min(TILE, end - tile);
      workgroupBarrier();
      for (var item = local; item < count * QUADS; item += GROUP) {
        turned_tile[item] = pairs(!owns_key, sequence, tile + item / QUADS, met_head, item % QUADS);
        plain_tile[item] = plain(!owns_key, sequence, tile + item / QUADS, met_head, item % QUADS);
      }
      if (owns_key) {
        for (var item = local; item < count; item += GROUP) {
          lse_tile[item] = lse[lse_row + tile + item];
          delta_tile[item] = delta_of(rows + tile + item, met_head);
        }
      }
      workgroupBarrier();
      let tile_end = min(tile + count, own_end);
      for (var met = tile + (max(tile, own_lowest) - tile) / STEPS * STEPS; met < tile_end; met += STEPS) {
        let at = met - tile;
        var weights: array<f32, MET>;
        var dscores: array<f32, MET>;
        // Explicit zeros: in SwiftShader, a variable that a loop declares without a value keeps that of the turn before.
        //#unroll
        for (var pair = 0u; pair < MET; pair++) {
          weights[pair] = 0.0;
          dscores[pair] = 0.0;
        }
        //#unroll
        for (var quad = 0u; quad < QUADS; quad++) {
          //#unroll
          for (var step = 0u; step < STEPS; step++) {
            let turned_quad = turned_tile[(at + step) * QUADS + quad];
            let plain_quad = plain_tile[(at + step) * QUADS + quad];
            //#unroll
            for (var row = 0u; row < ROWS; row++) {
              weights[step * ROWS + row] += dot(own_turned[row * QUADS + quad], turned_quad);
              dscores[step * ROWS + row] += dot(own_plain[row * QUADS + quad], plain_quad);
            }
          }
        }
        //#unroll
        for (var step = 0u; step < STEPS; step++) {
          let met_lse = lse_tile[at + step];
          let met_delta = delta_tile[at + step];
          //#unroll
          for (var row = 0u; row < ROWS; row++) {
            let age = select(own + row - (met + step), met + step - (own + row), owns_key);
            let seen = age < dims.window && at + step < count;
            let exponent = weights[step * ROWS + row] - slope * f32(age) - select(own_lse[row], met_lse, owns_key);
            let weight = select(0.0, exp(clamp(exponent, -80.0, 80.0)), seen);
            weights[step * ROWS + row] = weight;
            dscores[step * ROWS + row] = weight * (dscores[step * ROWS + row] - select(own_delta[row], met_delta, owns_key));
          }
        }
        //#unroll
        for (var quad = 0u; quad < QUADS; quad++) {
          //#unroll
          for (var step = 0u; step < STEPS; step++) {
            let turned_quad = turned_tile[(at + step) * QUADS + quad];
            //#unroll
            for (var row = 0u; row < ROWS; row++) {
              dturned[row * QUADS + quad] += dscores[step * ROWS + row] * turned_quad;
            }
          }
        }
        if (owns_key) {
          //#unroll
          for (var quad = 0u; quad < QUADS; quad++) {
            //#unroll
            for (var step = 0u; step < STEPS; step++) {
              let plain_quad = plain_tile[(at + step) * QUADS + quad];
              //#unroll
              for (var row = 0u; row < ROWS; row++) {
                dvalue[row * QUADS + quad] += weights[step * ROWS + row] * plain_quad;
              }
            }
          }
        }
      }
    }
  }

  //#unroll
  for (var item = 0u; item < OWNED; item++) {
    turned_side[item] = dturned[item];
    plain_side[item] = dvalue[item];
  }
  for (var row = 0u; row < min(ROWS, dims.L - min(own, dims.L)); row++) {
    let base = (rows + own + row) * row_width() + select(0u, dims.D, owns_key) + own_head;
    for (var pair = 0u; pair < HALF; pair++) {
      let turn = rope_turn(own + row, frequencies[pair]) * scale;
      let quad = turned_side[row * QUADS + pair / 2u];
      let turned = select(quad.xy, quad.zw, pair % 2u == 1u);
      put(base + pair, dot(turned, turn));
      if (pair + HALF < HEAD_DIM) {
        put(base + pair + HALF, turned.y * turn.x - turned.x * turn.y);
      }
    }
    if (owns_key) {
      for (var i = 0u; i < HEAD_DIM; i++) {
        put(base + key_width() + i, plain_side[row * QUADS + i / 4u][i % 4u]);
      }
    }
  }
}
