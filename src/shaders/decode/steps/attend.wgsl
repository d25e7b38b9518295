//#import rope
const HIDDEN: f32 = -3.4e38;

// Goes through keys in chunks, with an online softmax for each head. Keys are already turned, so slots can be read in any order.
fn attend(
  local: u32, sequence: u32, position: u32, qkv: u32, D: u32, heads: u32, sharing: u32, alibi: u32, slots: u32,
  key_cache: u32, value_cache: u32, frequencies: u32, chunk: u32, scores: u32, y: u32,
) {
  let width = D / heads;
  let half = (width + 1u) / 2u;
  let stored = D / sharing;
  let keys = key_cache + sequence * slots * stored;
  let cached = value_cache + sequence * slots * stored;
  let best = scores + heads * chunk;  // (heads)
  let shrink = best + heads;          // (heads)
  let sums = shrink + heads;          // (heads)
  let slot = position % slots * stored;
  let scale = inverseSqrt(f32(width));
  for (var i = local; i < heads * half; i += GROUP) {
    let pair = i % half;
    let a = i / half * width + pair;
    let b = a + half;
    let is_pair = pair + half < width;
    let turn = rope_turn(position, frequency_at(frequencies + 2u * pair));
    let q = vec2f(workspace[qkv + a], select(0.0, workspace[qkv + b], is_pair)) * scale;
    workspace[qkv + a] = q.x * turn.x - q.y * turn.y;
    if (is_pair) {
      workspace[qkv + b] = q.y * turn.x + q.x * turn.y;
    }
    if (a >= stored) {
      continue;
    }
    let k = vec2f(workspace[qkv + D + a], select(0.0, workspace[qkv + D + b], is_pair));
    state[keys + slot + a] = k.x * turn.x - k.y * turn.y;
    state[cached + slot + a] = workspace[qkv + D + stored + a];
    if (is_pair) {
      state[keys + slot + b] = k.y * turn.x + k.x * turn.y;
      state[cached + slot + b] = workspace[qkv + D + stored + b];
    }
  }
  for (var i = local; i < D; i += GROUP) {
    workspace[y + i] = 0.0;
  }
  for (var head = local; head < heads; head += GROUP) {
    workspace[best + head] = HIDDEN;
    workspace[sums + head] = 0.0;
  }
  storageBarrier();
  workgroupBarrier();
  let seen = min(position + 1u, slots);
  for (var first = 0u; first < seen; first += chunk) {
    let count = min(chunk, seen - first);
    for (var i = local; i < heads * count; i += GROUP) {
      let head = i % heads;
      let query = qkv + head * width;
      let key = keys + (first + i / heads) * stored + head / sharing * width;
      var score = 0.0;
      for (var j = 0u; j < width; j++) {
        score += workspace[query + j] * state[key + j];
      }
      if (alibi == 1u) {
        let age = (position % slots + slots - first - i / heads) % slots;
        score -= exp2(-8.0 * f32(head + 1u) / f32(heads)) * f32(age);
      }
      workspace[scores + head * chunk + i / heads] = score;
    }
    workgroupBarrier();
    for (var head = local; head < heads; head += GROUP) {
      var top = workspace[best + head];
      for (var j = 0u; j < count; j++) {
        top = max(top, workspace[scores + head * chunk + j]);
      }
      workspace[shrink + head] = exp(max(workspace[best + head] - top, -80.0));
      workspace[best + head] = top;
    }
    workgroupBarrier();
    for (var i = local; i < heads * count; i += GROUP) {
      let score = scores + i % heads * chunk + i / heads;
      workspace[score] = exp(max(workspace[score] - workspace[best + i % heads], -80.0));
    }
    workgroupBarrier();
    for (var i = local; i < D; i += GROUP) {
      let own = scores + i / width * chunk;
      let value = cached + i / width / sharing * width + i % width;
      var sum = workspace[y + i] * workspace[shrink + i / width];
      for (var j = 0u; j < count; j++) {
        sum += workspace[own + j] * state[value + (first + j) * stored];
      }
      workspace[y + i] = sum;
    }
    for (var head = local; head < heads; head += GROUP) {
      var sum = workspace[sums + head] * workspace[shrink + head];
      for (var j = 0u; j < count; j++) {
        sum += workspace[scores + head * chunk + j];
      }
      workspace[sums + head] = sum;
    }
    workgroupBarrier();
  }
  for (var i = local; i < D; i += GROUP) {
    workspace[y + i] /= workspace[sums + i / width];
  }
}
