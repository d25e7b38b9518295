// Gradient of attention_forward.wgsl, for heads of any width. Weights are computed again from lse (FlashAttention-2, Dao 2023).
// With delta = Σ dy · y,
//   p = exp(q·k scale - lse),  ds = p (dy·v - delta),  dq = scale Σ ds k,  dk = scale Σ ds q,  dv = Σ p dy.
// In even grid layers in z a workgroup owns four queries: it sums their gradient and goes through ("meets") (k, v) of four tokens
// at a time. In odd layers it owns four keys and meets (q, dy)
// of each head that shares them.
// An invocation takes OWN of a head's pairs (i, i + pairs), so a product is a sum over the workgroup.
//#import group_sum
//#import head_pairs
//#import head_places
//#import alibi_slope
//#import put_dqkv
//#import rope
@group(0) @binding(1) var<storage, read> qkv: array<f32>;             // (B, L, row_width())
@group(0) @binding(2) var<storage, read> frequencies: array<vec2u>;   // (pairs of a head)
@group(0) @binding(3) var<storage, read> y: array<f32>;               // (B, L, D)
@group(0) @binding(4) var<storage, read> lse: array<f32>;             // (B, heads, L)
@group(0) @binding(5) var<storage, read> dy: array<f32>;              // (B, L, D)
@group(0) @binding(6) var<storage, read_write> dqkv: array<f32>;      // (B, L, row_width())
const OWN: u32 = 1u;  // pairs of a head / GROUP, rounded up
const GROUP: u32 = 64u;

// The q or k of a head at token t, turned.
fn turned(of_key: bool, sequence: u32, t: u32, head: u32, pair: u32) -> vec2f {
  return turned_pair((sequence * dims.L + t) * row_width() + select(0u, dims.D, of_key) + head, pair, t);
}

fn dy_pair(base: u32, pair: u32) -> vec2f {
  if (pair >= pairs()) {
    return vec2f();
  }
  return vec2f(dy[base + pair], select(0.0, dy[base + pair + pairs()], has_both(pair)));
}

// The v or dy of a head at token t.
fn plain_pair(of_key: bool, sequence: u32, t: u32, head: u32, pair: u32) -> vec2f {
  let row = sequence * dims.L + t;
  if (of_key) {
    return pair_of_call(row * row_width() + dims.D + key_width() + head, pair);
  }
  return dy_pair(row * dims.D + head, pair);
}

// What a pair adds to delta at token t.
fn delta_part(sequence: u32, t: u32, head: u32, pair: u32) -> f32 {
  let base = (sequence * dims.L + t) * dims.D + head;
  if (pair >= pairs()) {
    return 0.0;
  }
  return dot(dy_pair(base, pair), vec2f(y[base + pair], select(0.0, y[base + pair + pairs()], has_both(pair))));
}

fn outer(pair: vec2f, rows: vec4f) -> mat4x2f {
  return mat4x2f(pair * rows.x, pair * rows.y, pair * rows.z, pair * rows.w);
}

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let sequence = group.z / 2u;
  let owns_key = group.z % 2u == 1u;
  if (owns_key && group.y * dims.sharing >= dims.heads) {
    return;
  }
  // The first of the heads that are met, or the head of the owned queries; and the place of the keys.
  let query_head = group.y * select(1u, dims.sharing, owns_key);
  let key_head = query_head / dims.sharing * head_dim();
  let own_head = select(query_head * head_dim(), key_head, owns_key);
  let scale = inverseSqrt(f32(head_dim()));
  let own = group.x * 4u;
  let rows = min(4u, dims.L - own);
  var own_turned: array<mat4x2f, OWN>;
  var own_plain: array<mat4x2f, OWN>;
  var dturned: array<mat4x2f, OWN>;
  var dvalue: array<mat4x2f, OWN>;
  var own_lse = vec4f();
  var own_parts = vec4f();
  for (var row = 0u; row < 4u; row++) {
    let t = min(own + row, dims.L - 1u);
    own_lse[row] = lse[(sequence * dims.heads + query_head) * dims.L + t];
    //#unroll
    for (var o = 0u; o < OWN; o++) {
      own_turned[o][row] = turned(owns_key, sequence, t, own_head, o * GROUP + local) * scale;
      own_plain[o][row] = plain_pair(owns_key, sequence, t, own_head, o * GROUP + local);
      if (!owns_key) {
        own_parts[row] += delta_part(sequence, t, own_head, o * GROUP + local);
      }
    }
  }
  var delta = vec4f();  // of the queries, owned or met
  if (!owns_key) {
    delta = group_sum(local, mat4x4f(own_parts, vec4f(), vec4f(), vec4f()))[0];
  }

  let last = own + rows - 1u;
  let lowest = select(select(0u, own + 1u - dims.window, own >= dims.window), own, owns_key);
  let end = select(last + 1u, min(dims.L, last + dims.window), owns_key);
  for (var member = 0u; member < select(1u, dims.sharing, owns_key); member++) {
    let met_head = select(key_head, (query_head + member) * head_dim(), owns_key);
    let lse_row = (sequence * dims.heads + query_head + member) * dims.L;
    let slope = alibi_slope(query_head + member);
    for (var met = lowest; met < end; met += 4u) {
      var products = mat4x4f();  // q·k of each token that is met with each owned row
      var pulls = mat4x4f();     // dy·v
      var met_parts = vec4f();   // what this invocation adds to the delta of each query that is met
      var met_turned: array<mat4x2f, OWN>;
      var met_plain: array<mat4x2f, OWN>;
      for (var step = 0u; step < 4u; step++) {
        let t = min(met + step, end - 1u);
      //#unroll
        for (var o = 0u; o < OWN; o++) {
          let pair = o * GROUP + local;
          met_turned[o][step] = turned(!owns_key, sequence, t, met_head, pair);
          met_plain[o][step] = plain_pair(!owns_key, sequence, t, met_head, pair);
          products[step] += met_turned[o][step] * own_turned[o];
          pulls[step] += met_plain[o][step] * own_plain[o];
          if (owns_key) {
            met_parts[step] += delta_part(sequence, t, met_head, pair);
          }
        }
      }
      let scores = group_sum(local, products);
      let pulled = group_sum(local, pulls);
      if (owns_key) {
        delta = group_sum(local, mat4x4f(met_parts, vec4f(), vec4f(), vec4f()))[0];
      }
      for (var step = 0u; step < 4u; step++) {
        let t = min(met + step, end - 1u);
        let behind = vec4u(own) + vec4u(0u, 1u, 2u, 3u) - vec4u(met + step);
        let age = select(behind, vec4u() - behind, owns_key);
        let seen = (age < vec4u(dims.window)) & vec4<bool>(met + step < end);
        let exponent = scores[step] - slope * vec4f(age) - select(own_lse, vec4f(lse[lse_row + t]), owns_key);
        let weights = select(vec4f(), exp(clamp(exponent, vec4f(-80.0), vec4f(80.0))), seen);
        let dscores = weights * (pulled[step] - select(delta, vec4f(delta[step]), owns_key));
      //#unroll
        for (var o = 0u; o < OWN; o++) {
          dturned[o] += outer(met_turned[o][step], dscores);
          if (owns_key) {
            dvalue[o] += outer(met_plain[o][step], weights);
          }
        }
      }
    }
  }

  for (var row = 0u; row < rows; row++) {
    let base = (sequence * dims.L + own + row) * row_width() + select(0u, dims.D, owns_key) + own_head;
    //#unroll
    for (var o = 0u; o < OWN; o++) {
      let pair = o * GROUP + local;
      let turn = rope_turn(own + row, frequencies[min(pair, pairs() - 1u)]) * scale;
      let gradient = dturned[o][row];
      if (pair < pairs()) {
        put(base + pair, dot(gradient, turn));
        if (owns_key) {
          put(base + key_width() + pair, dvalue[o][row].x);
        }
      }
      if (has_both(pair)) {
        put(base + pair + pairs(), gradient.y * turn.x - gradient.x * turn.y);
        if (owns_key) {
          put(base + key_width() + pair + pairs(), dvalue[o][row].y);
        }
      }
    }
  }
}
