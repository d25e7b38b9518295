// As attention_forward, for heads that fit in registers.
// A workgroup takes GROUP · ROWS queries of one head, an invocation ROWS of them. The workgroup loads keys and values tile by
// tile and turns keys to their positions; an invocation takes four of them at a time. Keys before `cursor` come from the caches,
// position p from slot p mod slots; the call's own come from qkv.
//#import head_quads
//#import head_places
//#import alibi_slope
//#import rope
@group(0) @binding(1) var<storage, read> qkv: array<f32>;             // (B, L, row_width())
@group(0) @binding(2) var<storage, read> frequencies: array<vec2u>;   // (HALF)
@group(0) @binding(3) var<storage, read> cursor: array<i32>;
@group(0) @binding(4) var<storage, read> key_cache: array<f32>;       // (B, slots, key_width()), turned
@group(0) @binding(5) var<storage, read> value_cache: array<f32>;     // (B, slots, key_width())
@group(0) @binding(6) var<storage, read_write> y: array<f32>;         // (B, L, D)
@group(0) @binding(7) var<storage, read_write> lse: array<f32>;       // (B, heads, L), log of the sum of exp(score)
const HEAD_DIM: u32 = 4u;
const QUADS: u32 = 1u;  // HEAD_DIM / 4, rounded up
const ROWS: u32 = 1u;
const OWNED: u32 = 1u;  // ROWS · QUADS
const TILE: u32 = 64u;
const GROUP: u32 = 32u;
const HALF: u32 = (HEAD_DIM + 1u) / 2u;
const HIDDEN: f32 = -1e30;
var<workgroup> keys: array<vec4f, TILE * QUADS>;
var<workgroup> values: array<vec4f, TILE * QUADS>;

fn pairs_of_cache(base: u32, quad: u32) -> vec4f {
  var result = vec4f();
  for (var side = 0u; side < 2u; side++) {
    let pair = 2u * quad + side;
    if (pair < HALF) {
      let b = select(0.0, key_cache[base + pair + HALF], pair + HALF < HEAD_DIM);
      let both = vec2f(key_cache[base + pair], b);
      result = select(vec4f(result.xy, both), vec4f(both, 0.0, 0.0), side == 0u);
    }
  }
  return result;
}

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let head = group.y * HEAD_DIM;
  let key_head = group.y / dims.sharing * HEAD_DIM;
  let slope = alibi_slope(group.y);
  let sequence = group.z;
  let start = u32(cursor[0]);
  let scale = inverseSqrt(f32(HEAD_DIM));
  let own = (group.x * GROUP + local) * ROWS;
  var loaded: array<vec4f, OWNED>;  // indexed by a variable, so in memory; `query` and `mixed` stay in registers
  for (var item = 0u; item < OWNED; item++) {
    let t = min(own + item / QUADS, dims.L - 1u);
    let base = (sequence * dims.L + t) * row_width() + head;
    loaded[item] = pairs_of_call(base, item % QUADS, start + t) * scale;
  }
  var query: array<vec4f, OWNED>;
  var mixed: array<vec4f, OWNED>;
  var best: array<f32, ROWS>;
  var sum: array<f32, ROWS>;
  //#unroll
  for (var item = 0u; item < OWNED; item++) {
    query[item] = loaded[item];
  }
  //#unroll
  for (var row = 0u; row < ROWS; row++) {
    best[row] = HIDDEN;
  }

  let first = start + group.x * GROUP * ROWS;
  let end = start + min((group.x + 1u) * GROUP * ROWS, dims.L);
  let own_lowest = select(0u, start + own + 1u - dims.window, start + own >= dims.window);
  let own_end = select(0u, start + own + ROWS, own < dims.L);
  for (var tile = select(0u, first + 1u - dims.window, first >= dims.window); tile < end; tile += TILE) {
    let count = min(TILE, end - tile);
    workgroupBarrier();
    for (var item = local; item < count * QUADS; item += GROUP) {
      let position = tile + item / QUADS;
      let quad = item % QUADS;
      let in_cache = position < start;
      var value = (sequence * dims.L + position - start) * row_width() + dims.D + key_width() + key_head;
      if (in_cache) {
        value = (sequence * dims.slots + position % dims.slots) * key_width() + key_head;
        keys[item] = pairs_of_cache(value, quad);
      } else {
        keys[item] = pairs_of_call(value - key_width(), quad, position);
      }
      var elements = vec4f();
      for (var lane = 0u; lane < min(4u, HEAD_DIM - 4u * quad); lane++) {
        if (in_cache) {
          elements[lane] = value_cache[value + 4u * quad + lane];
        } else {
          elements[lane] = qkv[value + 4u * quad + lane];
        }
      }
      values[item] = elements;
    }
    workgroupBarrier();
    let tile_end = min(tile + count, own_end);
    for (var key = tile + (max(tile, own_lowest) - tile) / 4u * 4u; key < tile_end; key += 4u) {
      let at = (key - tile) * QUADS;
      var weights: array<vec4f, ROWS>;
      var shrink: array<f32, ROWS>;
      // Explicit zeros: in SwiftShader, a variable that a loop declares without a value keeps that of the turn before.
      //#unroll
      for (var row = 0u; row < ROWS; row++) {
        weights[row] = vec4f();
      }
      //#unroll
      for (var quad = 0u; quad < QUADS; quad++) {
        //#unroll
        for (var step = 0u; step < 4u; step++) {
          let key_quad = keys[at + step * QUADS + quad];
          //#unroll
          for (var row = 0u; row < ROWS; row++) {
            weights[row][step] += dot(query[row * QUADS + quad], key_quad);
          }
        }
      }
      //#unroll
      for (var row = 0u; row < ROWS; row++) {
        let age = vec4u(start + own + row - key) - vec4u(0u, 1u, 2u, 3u);
        let seen = age < vec4u(dims.window);
        let scores = select(vec4f(HIDDEN), weights[row] - slope * vec4f(age), seen);
        let top = max(best[row], max(max(scores.x, scores.y), max(scores.z, scores.w)));
        shrink[row] = exp(max(best[row] - top, -80.0));
        weights[row] = select(vec4f(), exp(max(scores - top, vec4f(-80.0))), seen);
        sum[row] = sum[row] * shrink[row] + dot(weights[row], vec4f(1.0));
        best[row] = top;
      }
      //#unroll
      for (var quad = 0u; quad < QUADS; quad++) {
        //#unroll
        for (var row = 0u; row < ROWS; row++) {
          mixed[row * QUADS + quad] *= shrink[row];
        }
        //#unroll
        for (var step = 0u; step < 4u; step++) {
          let value_quad = values[at + step * QUADS + quad];
          //#unroll
          for (var row = 0u; row < ROWS; row++) {
            mixed[row * QUADS + quad] += weights[row][step] * value_quad;
          }
        }
      }
    }
  }

  //#unroll
  for (var row = 0u; row < ROWS; row++) {
    //#unroll
    for (var quad = 0u; quad < QUADS; quad++) {
      loaded[row * QUADS + quad] = mixed[row * QUADS + quad] / sum[row];
    }
    if (own + row < dims.L) {
      lse[(sequence * dims.heads + group.y) * dims.L + own + row] = best[row] + log(sum[row]);
    }
  }
  for (var row = 0u; row < min(ROWS, dims.L - min(own, dims.L)); row++) {
    let base = (sequence * dims.L + own + row) * dims.D + head;
    for (var i = 0u; i < HEAD_DIM; i++) {
      y[base + i] = loaded[row * QUADS + i / 4u][i % 4u];
    }
  }
}
