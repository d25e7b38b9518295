// One new token of attention_forward.wgsl with cached keys and values, for heads of any width. A workgroup takes a head, and
// sixteen keys at a time.
// An invocation takes OWN of a head's pairs (i, i + pairs), so a score is a sum over the workgroup, and no other invocation reads
// what it writes to the caches. The new key and value take slot position mod slots: the token there has just left the window.
//#import group_sum
//#import head_pairs
//#import head_places
//#import alibi_slope
//#import rope
@group(0) @binding(1) var<storage, read> qkv: array<f32>;                  // (B, 1, row_width())
@group(0) @binding(2) var<storage, read> frequencies: array<vec2u>;        // (pairs of a head)
@group(0) @binding(3) var<storage, read> cursor: array<i32>;
@group(0) @binding(4) var<storage, read_write> key_cache: array<f32>;      // (B, slots, key_width()), turned
@group(0) @binding(5) var<storage, read_write> value_cache: array<f32>;    // (B, slots, key_width())
@group(0) @binding(6) var<storage, read_write> y: array<f32>;              // (B, 1, D)
const OWN: u32 = 1u;  // pairs of a head / GROUP, rounded up
const GROUP: u32 = 64u;
const HIDDEN: f32 = -1e30;

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let head = group.x * head_dim();
  let position = u32(cursor[0]);
  let key_head = group.x / dims.sharing * head_dim();
  let slope = alibi_slope(group.x);
  let base = group.y * row_width() + head;
  let key = group.y * row_width() + dims.D + key_head;
  let cache = group.y * dims.slots * key_width() + key_head;
  let new_slot = cache + position % dims.slots * key_width();
  var query: array<vec2f, OWN>;
  var mixed: array<vec2f, OWN>;
  //#unroll
  for (var o = 0u; o < OWN; o++) {
    let pair = o * GROUP + local;
    if (pair < pairs()) {
      query[o] = turned_pair(base, pair, position) * inverseSqrt(f32(head_dim()));
      let k = turned_pair(key, pair, position);
      let v = pair_of_call(key + key_width(), pair);
      key_cache[new_slot + pair] = k.x;
      value_cache[new_slot + pair] = v.x;
      if (has_both(pair)) {
        key_cache[new_slot + pair + pairs()] = k.y;
        value_cache[new_slot + pair + pairs()] = v.y;
      }
    }
  }
  let seen = min(position + 1u, dims.slots);
  var best = HIDDEN;
  var sum = 0.0;
  for (var first = 0u; first < seen; first += 16u) {
    var products = mat4x4f();
    for (var step = 0u; step < min(16u, seen - first); step++) {
      let slot = cache + (first + step) * key_width();
      //#unroll
      for (var o = 0u; o < OWN; o++) {
        let pair = o * GROUP + local;
        if (pair < pairs()) {
          let b = select(0.0, key_cache[slot + pair + pairs()], has_both(pair));
          products[step / 4u][step % 4u] += dot(query[o], vec2f(key_cache[slot + pair], b));
        }
      }
    }
    var scores = group_sum(local, products);
    for (var step = 0u; step < 16u; step++) {
      let age = (position % dims.slots + dims.slots - min(first + step, dims.slots - 1u)) % dims.slots;
      scores[step / 4u][step % 4u] -= slope * f32(age);
    }
    var top = best;
    for (var step = 0u; step < min(16u, seen - first); step++) {
      top = max(top, scores[step / 4u][step % 4u]);
    }
    let shrink = exp(max(best - top, -80.0));
    best = top;
    sum *= shrink;
    //#unroll
    for (var o = 0u; o < OWN; o++) {
      mixed[o] *= shrink;
    }
    for (var step = 0u; step < min(16u, seen - first); step++) {
      let slot = cache + (first + step) * key_width();
      let weight = exp(max(scores[step / 4u][step % 4u] - top, -80.0));
      sum += weight;
      //#unroll
      for (var o = 0u; o < OWN; o++) {
        let pair = o * GROUP + local;
        if (pair < pairs()) {
          let b = select(0.0, value_cache[slot + pair + pairs()], has_both(pair));
          mixed[o] += weight * vec2f(value_cache[slot + pair], b);
        }
      }
    }
  }
  let result = group.y * dims.D + head;
  //#unroll
  for (var o = 0u; o < OWN; o++) {
    let pair = o * GROUP + local;
    if (pair < pairs()) {
      y[result + pair] = mixed[o].x / sum;
      if (has_both(pair)) {
        y[result + pair + pairs()] = mixed[o].y / sum;
      }
    }
  }
}
