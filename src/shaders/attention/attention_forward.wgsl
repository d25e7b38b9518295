// Causal softmax attention with rotary positions, for heads of any width. The softmax is online (Milakov and Gimelshein 2018),
// so no (L, L) matrix is stored. A workgroup takes four queries of one head, and four keys at a time. An invocation takes OWN of
// a head's pairs (i, i + pairs), so a score is a sum over the workgroup. Keys before `cursor` come from the caches, position p
// from slot p mod slots; the call's own come from qkv.
//#import group_sum
//#import head_pairs
//#import head_places
//#import alibi_slope
//#import rope
@group(0) @binding(1) var<storage, read> qkv: array<f32>;             // (B, L, row_width())
@group(0) @binding(2) var<storage, read> frequencies: array<vec2u>;   // (pairs of a head)
@group(0) @binding(3) var<storage, read> cursor: array<i32>;
@group(0) @binding(4) var<storage, read> key_cache: array<f32>;       // (B, slots, key_width()), turned
@group(0) @binding(5) var<storage, read> value_cache: array<f32>;     // (B, slots, key_width())
@group(0) @binding(6) var<storage, read_write> y: array<f32>;         // (B, L, D)
@group(0) @binding(7) var<storage, read_write> lse: array<f32>;       // (B, heads, L), log of the sum of exp(score)
const OWN: u32 = 1u;  // pairs of a head / GROUP, rounded up
const GROUP: u32 = 64u;
const HIDDEN: f32 = -1e30;

fn place_in_call(sequence: u32, t: u32) -> u32 {
  return (sequence * dims.L + t) * row_width();
}

fn place_in_cache(sequence: u32, position: u32) -> u32 {
  return (sequence * dims.slots + position % dims.slots) * key_width();
}

fn key_pair(sequence: u32, head: u32, pair: u32, position: u32, start: u32) -> vec2f {
  if (position >= start) {
    return turned_pair(place_in_call(sequence, position - start) + dims.D + head, pair, position);
  }
  let base = place_in_cache(sequence, position) + head;
  if (pair >= pairs()) {
    return vec2f();
  }
  return vec2f(key_cache[base + pair], select(0.0, key_cache[base + pair + pairs()], has_both(pair)));
}

fn value_pair(sequence: u32, head: u32, pair: u32, position: u32, start: u32) -> vec2f {
  if (position >= start) {
    return pair_of_call(place_in_call(sequence, position - start) + dims.D + key_width() + head, pair);
  }
  let base = place_in_cache(sequence, position) + head;
  if (pair >= pairs()) {
    return vec2f();
  }
  return vec2f(value_cache[base + pair], select(0.0, value_cache[base + pair + pairs()], has_both(pair)));
}

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let head = group.y * head_dim();
  let key_head = group.y / dims.sharing * head_dim();
  let slope = alibi_slope(group.y);
  let sequence = group.z;
  let start = u32(cursor[0]);
  let own = group.x * 4u;
  let rows = min(4u, dims.L - own);
  let scale = inverseSqrt(f32(head_dim()));
  var queries: array<mat4x2f, OWN>;
  var mixed: array<mat4x2f, OWN>;
  //#unroll
  for (var o = 0u; o < OWN; o++) {
    for (var row = 0u; row < 4u; row++) {
      let t = min(own + row, dims.L - 1u);
      queries[o][row] = turned_pair(place_in_call(sequence, t) + head, o * GROUP + local, start + t) * scale;
    }
  }
  var best = vec4f(HIDDEN);
  var sum = vec4f();
  let first = start + own;
  let end = first + rows;
  for (var key = select(0u, first + 1u - dims.window, first >= dims.window); key < end; key += 4u) {
    var products = mat4x4f();  // of each key with each query
    //#unroll
    for (var o = 0u; o < OWN; o++) {
      for (var step = 0u; step < 4u; step++) {
        products[step] += key_pair(sequence, key_head, o * GROUP + local, min(key + step, end - 1u), start) * queries[o];
      }
    }
    var scores = group_sum(local, products);
    var top = best;
    for (var step = 0u; step < 4u; step++) {
      let age = vec4u(first - key - step) + vec4u(0u, 1u, 2u, 3u);
      let score = scores[step] - slope * vec4f(age);
      scores[step] = select(vec4f(HIDDEN), score, age < vec4u(dims.window));
      top = max(top, scores[step]);
    }
    let shrink = exp(max(best - top, vec4f(-80.0)));
    best = top;
    sum *= shrink;
    //#unroll
    for (var o = 0u; o < OWN; o++) {
      mixed[o] = mat4x2f(
        mixed[o][0] * shrink.x,
        mixed[o][1] * shrink.y,
        mixed[o][2] * shrink.z,
        mixed[o][3] * shrink.w,
      );
    }
    for (var step = 0u; step < 4u; step++) {
      let weights = select(exp(max(scores[step] - top, vec4f(-80.0))), vec4f(), scores[step] == vec4f(HIDDEN));
      sum += weights;
      //#unroll
      for (var o = 0u; o < OWN; o++) {
        let value = value_pair(sequence, key_head, o * GROUP + local, min(key + step, end - 1u), start);
        mixed[o] += mat4x2f(value * weights.x, value * weights.y, value * weights.z, value * weights.w);
      }
    }
  }

  for (var row = 0u; row < rows; row++) {
    let base = (sequence * dims.L + own + row) * dims.D + head;
    //#unroll
    for (var o = 0u; o < OWN; o++) {
      let pair = o * GROUP + local;
      let result = mixed[o][row] / sum[row];
      if (pair < pairs()) {
        y[base + pair] = result.x;
      }
      if (has_both(pair)) {
        y[base + pair + pairs()] = result.y;
      }
    }
    if (local == 0u) {
      lse[(sequence * dims.heads + group.y) * dims.L + own + row] = best[row] + log(sum[row]);
    }
  }
}
