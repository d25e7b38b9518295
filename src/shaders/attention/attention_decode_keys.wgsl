// As attention_decode, for heads that fit in registers. A workgroup takes a head and splits the cached keys over its invocations.
// Each invocation runs its own online softmax; then all are merged. The new key and value take slot position mod slots.
// No invocation reads that slot: the token there has just left the window.
//#import rope
//#import head_places
//#import alibi_slope
@group(0) @binding(1) var<storage, read> qkv: array<f32>;                  // (B, 1, row_width())
@group(0) @binding(2) var<storage, read> frequencies: array<vec2u>;        // (HALF)
@group(0) @binding(3) var<storage, read> cursor: array<i32>;
@group(0) @binding(4) var<storage, read_write> key_cache: array<f32>;      // (B, slots, key_width()), turned
@group(0) @binding(5) var<storage, read_write> value_cache: array<f32>;    // (B, slots, key_width())
@group(0) @binding(6) var<storage, read_write> y: array<f32>;              // (B, 1, D)
const HEAD_DIM: u32 = 4u;
const GROUP: u32 = 64u;
const HALF: u32 = (HEAD_DIM + 1u) / 2u;
const QUADS: u32 = 1u;  // HEAD_DIM / 4, rounded up
const CHUNK: u32 = 4u;  // quads merged at a time
const HIDDEN: f32 = -1e30;
var<workgroup> new_query: array<f32, HEAD_DIM>;
var<workgroup> new_key: array<f32, HEAD_DIM>;
var<workgroup> maxima: array<f32, GROUP>;
var<workgroup> sums: array<f32, GROUP>;
var<workgroup> parts: array<vec4f, GROUP * CHUNK>;

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let head = group.x * HEAD_DIM;
  let sequence = group.y;
  let position = u32(cursor[0]);
  let key_head = group.x / dims.sharing * HEAD_DIM;
  let slope = alibi_slope(group.x);
  let base = sequence * row_width() + head;
  let new_row = sequence * row_width() + dims.D + key_head;
  let cache = sequence * dims.slots * key_width() + key_head;
  let new_slot = cache + (position % dims.slots) * key_width();
  let scale = inverseSqrt(f32(HEAD_DIM));
  for (var pair = local; pair < HALF; pair += GROUP) {
    let turn = rope_turn(position, frequencies[pair]);
    let is_pair = pair + HALF < HEAD_DIM;
    let a = qkv[base + pair];
    let b = select(0.0, qkv[base + pair + HALF], is_pair);
    let c = qkv[new_row + pair];
    let d = select(0.0, qkv[new_row + pair + HALF], is_pair);
    new_query[pair] = (a * turn.x - b * turn.y) * scale;
    new_key[pair] = c * turn.x - d * turn.y;
    key_cache[new_slot + pair] = new_key[pair];
    value_cache[new_slot + pair] = qkv[new_row + key_width() + pair];
    if (is_pair) {
      new_query[pair + HALF] = (b * turn.x + a * turn.y) * scale;
      new_key[pair + HALF] = d * turn.x + c * turn.y;
      key_cache[new_slot + pair + HALF] = new_key[pair + HALF];
      value_cache[new_slot + pair + HALF] = qkv[new_row + key_width() + pair + HALF];
    }
  }
  workgroupBarrier();

  var query: array<vec4f, QUADS>;
  var mixed: array<vec4f, QUADS>;
  //#unroll
  for (var quad = 0u; quad < QUADS; quad++) {
    //#unroll
    for (var lane = 0u; lane < 4u; lane++) {
      if (4u * quad + lane < HEAD_DIM) {
        query[quad][lane] = new_query[min(4u * quad + lane, HEAD_DIM - 1u)];
      }
    }
  }
  let cached = min(position, dims.slots - 1u);
  var best = HIDDEN;
  var sum = 0.0;
  for (var key = local; key < cached; key += GROUP) {
    let slot = cache + ((position - cached + key) % dims.slots) * key_width();
    var score = -slope * f32(cached - key);
    //#unroll
    for (var quad = 0u; quad < QUADS; quad++) {
      //#unroll
      for (var lane = 0u; lane < 4u; lane++) {
        if (4u * quad + lane < HEAD_DIM) {
          score += query[quad][lane] * key_cache[slot + 4u * quad + lane];
        }
      }
    }
    let top = max(best, score);
    let shrink = exp(max(best - top, -80.0));
    let weight = exp(max(score - top, -80.0));
    sum = sum * shrink + weight;
    best = top;
    //#unroll
    for (var quad = 0u; quad < QUADS; quad++) {
      //#unroll
      for (var lane = 0u; lane < 4u; lane++) {
        if (4u * quad + lane < HEAD_DIM) {
          mixed[quad][lane] = mixed[quad][lane] * shrink + weight * value_cache[slot + 4u * quad + lane];
        }
      }
    }
  }
  maxima[local] = best;
  sums[local] = sum;
  workgroupBarrier();

  // The new token is one more part. Every invocation computes its weight.
  let filled = min(cached, GROUP);
  var new_score = 0.0;
  for (var i = 0u; i < HEAD_DIM; i++) {
    new_score += new_query[i] * new_key[i];
  }
  var top = new_score;
  for (var part = 0u; part < filled; part++) {
    top = max(top, maxima[part]);
  }
  let new_weight = exp(new_score - top);
  var total = new_weight;
  for (var part = 0u; part < filled; part++) {
    total += sums[part] * exp(maxima[part] - top);
  }
  let share = exp(max(best - top, -80.0)) / total;
  for (var chunk = 0u; chunk < QUADS; chunk += CHUNK) {
    let width = min(CHUNK, QUADS - chunk);
    //#unroll
    for (var quad = 0u; quad < QUADS; quad++) {
      if (quad / CHUNK * CHUNK == chunk) {
        parts[local * CHUNK + quad % CHUNK] = mixed[quad] * share;
      }
    }
    workgroupBarrier();
    for (var i = local; i < width * 4u && chunk * 4u + i < HEAD_DIM; i += GROUP) {
      var result = qkv[new_row + key_width() + chunk * 4u + i] * new_weight / total;
      for (var part = 0u; part < filled; part++) {
        result += parts[part * CHUNK + i / 4u][i % 4u];
      }
      y[sequence * dims.D + head + chunk * 4u + i] = result;
    }
    workgroupBarrier();
  }
}
