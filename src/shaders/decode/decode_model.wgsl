// A whole model, many tokens a dispatch: a workgroup runs the program of decode_operations.ts once for each token
// of its sequence. Activations of the one token live in workgroup memory (`room`), what is carried in `state`.
// An element of state is read and written by the same invocation always, unless a storageBarrier() stands between.
//#import random
//#import logits
//#import finite
//#import rope
//#import sigmoid
//#import softplus
//#import elu
struct Dims { B: u32, capacity: u32, instructions: u32, room: u32, invocations: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> weights: array<vec4f>;      // all parameters
@group(0) @binding(2) var<storage, read> values: array<f32>;         // the same
@group(0) @binding(3) var<storage, read_write> state: array<f32>;    // of all blocks
@group(0) @binding(4) var<storage, read> program: array<i32>;
@group(0) @binding(5) var<storage, read_write> stream: array<i32>;   // (2, B, capacity): read, chosen
@group(0) @binding(6) var<storage, read> cursor: array<i32>;         // [0]: position of the last known token
@group(0) @binding(7) var<storage, read> control: array<i32>;        // seed, top k (0: all), tokens given, tokens to sample
@group(0) @binding(8) var<storage, read> temperature: array<f32>;    // [0]; 0 or less is greedy
const GROUP: u32 = 64u;
const ROOM: u32 = 768u;
const LENGTH: u32 = 12u;  // of an instruction
const RUNS: u32 = 64u;    // runs of columns that masses are summed by: the invocations of sample_token
const LOWEST: f32 = -3.4e38;
const BROKEN: u32 = 0x80000000u;  // in a pick: a logit of its run is not finite
var<workgroup> room: array<f32, ROOM>;
var<workgroup> token: i32;
var<workgroup> tops: array<f32, RUNS>;
var<workgroup> picks: array<u32, RUNS>;
var<workgroup> masses: array<f32, RUNS>;
var<workgroup> ties: array<u32, RUNS>;
var<workgroup> counts: array<atomic<u32>, 33>;

// Operand i, from 1, of the instruction at `at`.
fn operand(at: u32, i: u32) -> u32 {
  return u32(program[at + i]);
}

fn squash(x: f32) -> f32 {
  return tanh(clamp(x, -15.0, 15.0));
}

fn embed(at: u32, local: u32) {
  let y = operand(at, 1u);
  let D = operand(at, 3u);
  let row = operand(at, 2u) + u32(clamp(token, 0, program[at + 4u] - 1)) * D;
  for (var i = local; i < D; i += GROUP) {
    room[y + i] = values[row + i];
  }
}

fn rms_norm(at: u32, local: u32) {
  let x = operand(at, 1u);
  let weight = operand(at, 2u);
  let D = operand(at, 3u);
  let y = operand(at, 5u);
  var squares = 0.0;
  for (var i = 0u; i < D; i++) {
    squares += room[x + i] * room[x + i];
  }
  let scale = inverseSqrt(squares / f32(D) + bitcast<f32>(program[at + 4u]));
  for (var i = local; i < D; i += GROUP) {
    room[y + i] = room[x + i] * scale * values[weight + i];
  }
}

// Adds up what four rows of a weight give, or as many of them as there are, with what is there already.
fn put_row(at: u32, row: u32, dot: f32) {
  if (row < operand(at, 4u)) {
    var sum = dot;
    if (program[at + 5u] >= 0) {
      sum += values[operand(at, 5u) + row];
    }
    if (program[at + 7u] != 0) {
      sum += room[operand(at, 6u) + row];
    }
    room[operand(at, 6u) + row] = sum;
  }
}

fn four(x: u32) -> vec4f {
  return vec4f(room[x], room[x + 1u], room[x + 2u], room[x + 3u]);
}

// Four rows an invocation; one, where all invocations together have no more than one each.
fn matvec(at: u32, local: u32) {
  let x = operand(at, 1u);
  let K = operand(at, 2u);
  let weight = operand(at, 3u);
  let rows = operand(at, 4u);
  let last = rows - 1u;
  let quads = K / 4u;
  let whole = K % 4u == 0u;
  var first = 0u;
  while (first + GROUP < rows) {
    let row = first + local;
    let chosen = min(vec4u(row, row + GROUP, row + 2u * GROUP, row + 3u * GROUP), vec4u(last));
    var sums = vec4f();
    if (whole) {
      let base = weight / 4u + chosen * quads;
      var s0 = vec4f();
      var s1 = vec4f();
      var s2 = vec4f();
      var s3 = vec4f();
      for (var k = 0u; k < quads; k++) {
        let v = four(x + 4u * k);
        s0 += weights[base.x + k] * v;
        s1 += weights[base.y + k] * v;
        s2 += weights[base.z + k] * v;
        s3 += weights[base.w + k] * v;
      }
      sums = vec4f(1.0) * mat4x4f(s0, s1, s2, s3);
    } else {
      let base = weight + chosen * K;
      for (var k = 0u; k < K; k++) {
        sums += room[x + k] * vec4f(values[base.x + k], values[base.y + k], values[base.z + k], values[base.w + k]);
      }
    }
    put_row(at, row, sums.x);
    put_row(at, row + GROUP, sums.y);
    put_row(at, row + 2u * GROUP, sums.z);
    put_row(at, row + 3u * GROUP, sums.w);
    first += 4u * GROUP;
  }
  if (first < rows) {
    let row = min(first + local, last);
    var sum = 0.0;
    if (whole) {
      let base = weight / 4u + row * quads;
      var parts = vec4f();
      for (var k = 0u; k < quads; k++) {
        parts += weights[base + k] * four(x + 4u * k);
      }
      sum = dot(parts, vec4f(1.0));
    } else {
      for (var k = 0u; k < K; k++) {
        sum += room[x + k] * values[weight + row * K + k];
      }
    }
    put_row(at, first + local, sum);
  }
}

fn recall(at: u32, sequence: u32, local: u32) {
  let n = operand(at, 2u);
  for (var i = local; i < n; i += GROUP) {
    room[operand(at, 3u) + i] = state[operand(at, 1u) + sequence * n + i];
  }
}

// Writes to `y`, or adds where operand `adds` says so.
fn put(y: u32, adds: i32, value: f32) {
  if (adds != 0) {
    room[y] += value;
  } else {
    room[y] = value;
  }
}

fn swiglu(at: u32, local: u32) {
  let x = operand(at, 1u);
  let F = operand(at, 2u);
  for (var i = local; i < F; i += GROUP) {
    let gate = room[x + F + i];
    room[operand(at, 3u) + i] = room[x + i] * gate * sigmoid(gate);
  }
}

fn short_conv(at: u32, sequence: u32, local: u32) {
  let x = operand(at, 1u);
  let weight = operand(at, 2u);
  let E = operand(at, 4u);
  let K = operand(at, 5u);
  for (var e = local; e < E; e += GROUP) {
    let kept = operand(at, 6u) + (sequence * E + e) * (K - 1u);
    let taps = weight + e * K;
    var sum = room[x + e] * values[taps + K - 1u];
    for (var k = 0u; k + 1u < K; k++) {
      let earlier = state[kept + k];
      sum += earlier * values[taps + k];
      if (k > 0u) {
        state[kept + k - 1u] = earlier;
      }
    }
    if (K > 1u) {
      state[kept + K - 2u] = room[x + e];
    }
    sum += values[operand(at, 3u) + e];
    room[operand(at, 7u) + e] = sum * sigmoid(sum);
  }
}

fn selective_scan(at: u32, sequence: u32, local: u32) {
  let inflows = operand(at, 4u);
  let E = operand(at, 7u);
  let N = operand(at, 8u);
  for (var e = local; e < E; e += GROUP) {
    let u = room[operand(at, 1u) + e];
    let delta = softplus(room[operand(at, 2u) + e]);
    let rates = operand(at, 5u) + e * N;
    let kept = operand(at, 9u) + (sequence * E + e) * N;
    var y = values[operand(at, 6u) + e] * u;
    for (var n = 0u; n < N; n++) {
      let h = exp(-delta * exp(values[rates + n])) * state[kept + n] + delta * u * room[inflows + n];
      state[kept + n] = h;
      y += h * room[inflows + N + n];
    }
    if (program[at + 3u] >= 0) {
      let z = room[operand(at, 3u) + e];
      y *= z * sigmoid(z);
    }
    room[operand(at, 10u) + e] = y;
  }
}

fn lstm_cell(at: u32, sequence: u32, local: u32) {
  let gates = operand(at, 1u);
  let H = operand(at, 2u);
  for (var i = local; i < H; i += GROUP) {
    let kept = sequence * H + i;
    let fresh = sigmoid(room[gates + i]) * squash(room[gates + 2u * H + i]);
    let c = sigmoid(room[gates + H + i]) * state[operand(at, 4u) + kept] + fresh;
    let h = sigmoid(room[gates + 3u * H + i]) * squash(c);
    state[operand(at, 4u) + kept] = c;
    state[operand(at, 3u) + kept] = h;
    put(operand(at, 5u) + i, program[at + 6u], h);
  }
}

fn gru_cell(at: u32, sequence: u32, local: u32) {
  let gates = operand(at, 1u);
  let recurrent = operand(at, 2u);
  let H = operand(at, 3u);
  for (var i = local; i < H; i += GROUP) {
    let kept = operand(at, 4u) + sequence * H + i;
    let r = sigmoid(room[gates + i] + room[recurrent + i]);
    let z = sigmoid(room[gates + H + i] + room[recurrent + H + i]);
    let n = squash(room[gates + 2u * H + i] + r * room[recurrent + 2u * H + i]);
    let h = n + z * (state[kept] - n);
    state[kept] = h;
    put(operand(at, 5u) + i, program[at + 6u], h);
  }
}

fn rnn_cell(at: u32, sequence: u32, local: u32) {
  let H = operand(at, 2u);
  for (var i = local; i < H; i += GROUP) {
    let h = squash(room[operand(at, 1u) + i]);
    state[operand(at, 3u) + sequence * H + i] = h;
    put(operand(at, 4u) + i, program[at + 5u], h);
  }
}

// What a dilated convolution sees, as (D, K); the token itself enters the queue.
fn conv_window(at: u32, sequence: u32, position: u32, local: u32) {
  let D = operand(at, 2u);
  let K = operand(at, 3u);
  let slots = operand(at, 5u);
  let queue = operand(at, 6u) + sequence * slots * D;
  for (var d = local; d < D; d += GROUP) {
    let y = operand(at, 7u) + d * K;
    for (var k = 0u; k + 1u < K; k++) {
      let shift = (K - 1u - k) * operand(at, 4u);
      var earlier = 0.0;
      if (position >= shift) {
        earlier = state[queue + (position - shift) % slots * D + d];
      }
      room[y + k] = earlier;
    }
    let x = room[operand(at, 1u) + d];
    room[y + K - 1u] = x;
    state[queue + position % slots * D + d] = x;
  }
}

fn tanh_gate(at: u32, local: u32) {
  let x = operand(at, 1u);
  let n = operand(at, 2u);
  for (var i = local; i < n; i += GROUP) {
    room[operand(at, 3u) + i] = squash(room[x + i]) * sigmoid(room[x + n + i]);
  }
}

// Keys in chunks, with a running softmax a head. Slots are read in their own order, since positions are in the keys.
fn attention(at: u32, sequence: u32, position: u32, local: u32) {
  let qkv = operand(at, 1u);
  let D = operand(at, 2u);
  let heads = operand(at, 3u);
  let slots = operand(at, 4u);
  let width = D / heads;
  let half = (width + 1u) / 2u;
  let keys = operand(at, 5u) + sequence * slots * D;
  let cached = operand(at, 6u) + sequence * slots * D;
  let chunk = operand(at, 8u);
  let scores = operand(at, 9u);       // (heads, chunk)
  let best = scores + heads * chunk;  // (heads)
  let shrink = best + heads;          // (heads)
  let sums = shrink + heads;          // (heads)
  let y = operand(at, 10u);
  let slot = position % slots * D;
  let scale = inverseSqrt(f32(width));
  for (var i = local; i < heads * half; i += GROUP) {
    let pair = i % half;
    let a = i / half * width + pair;
    let b = a + half;
    let is_pair = pair + half < width;
    let turn = rope_turn(position, frequency_at(operand(at, 7u) + 2u * pair));
    let q = vec2f(room[qkv + a], select(0.0, room[qkv + b], is_pair)) * scale;
    let k = vec2f(room[qkv + D + a], select(0.0, room[qkv + D + b], is_pair));
    room[qkv + a] = q.x * turn.x - q.y * turn.y;
    state[keys + slot + a] = k.x * turn.x - k.y * turn.y;
    state[cached + slot + a] = room[qkv + 2u * D + a];
    if (is_pair) {
      room[qkv + b] = q.y * turn.x + q.x * turn.y;
      state[keys + slot + b] = k.y * turn.x + k.x * turn.y;
      state[cached + slot + b] = room[qkv + 2u * D + b];
    }
  }
  for (var i = local; i < D; i += GROUP) {
    room[y + i] = 0.0;
  }
  for (var head = local; head < heads; head += GROUP) {
    room[best + head] = LOWEST;
    room[sums + head] = 0.0;
  }
  storageBarrier();
  workgroupBarrier();
  let seen = min(position + 1u, slots);
  for (var first = 0u; first < seen; first += chunk) {
    let count = min(chunk, seen - first);
    for (var i = local; i < heads * count; i += GROUP) {
      let head = i % heads;
      let query = qkv + head * width;
      let key = keys + (first + i / heads) * D + head * width;
      var score = 0.0;
      for (var j = 0u; j < width; j++) {
        score += room[query + j] * state[key + j];
      }
      room[scores + head * chunk + i / heads] = score;
    }
    workgroupBarrier();
    for (var head = local; head < heads; head += GROUP) {
      var top = room[best + head];
      for (var j = 0u; j < count; j++) {
        top = max(top, room[scores + head * chunk + j]);
      }
      room[shrink + head] = exp(max(room[best + head] - top, -80.0));
      room[best + head] = top;
    }
    workgroupBarrier();
    for (var i = local; i < heads * count; i += GROUP) {
      let score = scores + i % heads * chunk + i / heads;
      room[score] = exp(max(room[score] - room[best + i % heads], -80.0));
    }
    workgroupBarrier();
    for (var i = local; i < D; i += GROUP) {
      let own = scores + i / width * chunk;
      var sum = room[y + i] * room[shrink + i / width];
      for (var j = 0u; j < count; j++) {
        sum += room[own + j] * state[cached + (first + j) * D + i];
      }
      room[y + i] = sum;
    }
    for (var head = local; head < heads; head += GROUP) {
      var sum = room[sums + head] * room[shrink + head];
      for (var j = 0u; j < count; j++) {
        sum += room[scores + head * chunk + j];
      }
      room[sums + head] = sum;
    }
    workgroupBarrier();
  }
  for (var i = local; i < D; i += GROUP) {
    room[y + i] /= room[sums + i / width];
  }
}

// S += phi(k) vᵀ,  z += phi(k),  y = phi(q) S / (phi(q) · z + eps); state rows are those of S, then z's number.
fn linear_attention(at: u32, sequence: u32, local: u32) {
  let qkv = operand(at, 1u);
  let D = operand(at, 2u);
  let width = D / operand(at, 3u);
  let kept = operand(at, 5u) + sequence * D * (width + 1u);
  for (var i = local; i < D; i += GROUP) {
    let key = elu_plus_one(room[qkv + D + i]);
    room[qkv + i] = elu_plus_one(room[qkv + i]);
    room[qkv + D + i] = key;
    state[kept + i * (width + 1u) + width] += key;
  }
  storageBarrier();
  workgroupBarrier();
  for (var i = local; i < D; i += GROUP) {
    let head = i / width * width;
    var mixed = 0.0;
    var total = bitcast<f32>(program[at + 4u]);
    for (var j = head; j < head + width; j++) {
      let row = kept + j * (width + 1u);
      let sum = state[row + i - head] + room[qkv + D + j] * room[qkv + 2u * D + i];
      state[row + i - head] = sum;
      mixed += room[qkv + j] * sum;
      total += room[qkv + j] * state[row + width];
    }
    room[operand(at, 6u) + i] = mixed / total;
  }
  storageBarrier();
}

fn add_positions(at: u32, position: u32, local: u32) {
  let y = operand(at, 1u);
  let D = operand(at, 3u);
  let row = operand(at, 2u) + min(position, operand(at, 4u) - 1u) * D;
  for (var i = local; i < D; i += GROUP) {
    room[y + i] += values[row + i];
  }
}

fn frequency_at(place: u32) -> vec2u {
  return bitcast<vec2u>(vec2i(program[place], program[place + 1u]));
}

// Sine in even columns, cosine in odd ones.
fn add_waves(at: u32, position: u32, local: u32) {
  let y = operand(at, 1u);
  for (var i = 2u * local; i < operand(at, 2u); i += 2u * GROUP) {
    let turn = rope_turn(position, frequency_at(operand(at, 3u) + i));
    room[y + i] += turn.y;
    if (i + 1u < operand(at, 2u)) {
      room[y + i + 1u] += turn.x;
    }
  }
}

fn ties_before(run: u32) -> u32 {
  var sum = 0u;
  for (var i = 0u; i < run; i++) {
    sum += ties[i];
  }
  return sum;
}

// As sample_token, sum for sum: the same tokens from the same logits, whose places it uses up.
fn choose(at: u32, sequence: u32, next: u32, local: u32) {
  let logits = operand(at, 1u);
  let V = operand(at, 2u);
  let width = (V + RUNS - 1u) / RUNS;
  for (var run = local; run < RUNS; run += GROUP) {
    var top = LOWEST;
    var pick = 0u;
    var broken = 0u;
    for (var v = run * width; v < min(V, (run + 1u) * width); v++) {
      broken = select(BROKEN, broken, is_finite(room[logits + v]));
      if (bounded(room[logits + v]) > top) {
        top = bounded(room[logits + v]);
        pick = v;
      }
    }
    tops[run] = top;
    picks[run] = pick | broken;
  }
  for (var i = local; i < 33u; i += GROUP) {
    atomicStore(&counts[i], 0u);
  }
  workgroupBarrier();
  var top = tops[0];
  var pick = picks[0];
  var broken = pick;
  for (var run = 1u; run < RUNS; run++) {
    broken |= picks[run];
    if (tops[run] > top) {
      top = tops[run];
      pick = picks[run];
    }
  }
  broken &= BROKEN;
  pick &= ~BROKEN;
  let heat = temperature[0];
  if (heat > 0.0) {
    // The key of the k-th largest logit, from its highest bit down; of those that equal it, the lowest tokens have a place.
    var threshold = 0u;
    var places = 0u;
    let keep = u32(max(control[1], 0));
    if (keep > 0u && keep < V) {
      for (var bit = 0u; bit < 32u; bit++) {
        let candidate = threshold | (0x80000000u >> bit);
        var reaching = 0u;
        for (var v = local; v < V; v += GROUP) {
          reaching += select(0u, 1u, key_of(room[logits + v]) >= candidate);
        }
        atomicAdd(&counts[bit], reaching);
        workgroupBarrier();
        threshold = select(threshold, candidate, atomicLoad(&counts[bit]) >= keep);
      }
      var above = 0u;
      for (var run = local; run < RUNS; run += GROUP) {
        var equal = 0u;
        for (var v = run * width; v < min(V, (run + 1u) * width); v++) {
          let key = key_of(room[logits + v]);
          above += select(0u, 1u, key > threshold);
          equal += select(0u, 1u, key == threshold);
        }
        ties[run] = equal;
      }
      atomicAdd(&counts[32], above);
      workgroupBarrier();
      places = keep - atomicLoad(&counts[32]);
    }
    for (var run = local; run < RUNS; run += GROUP) {
      var mass = 0.0;
      var tie = ties_before(run);
      for (var v = run * width; v < min(V, (run + 1u) * width); v++) {
        let key = key_of(room[logits + v]);
        let kept = key > threshold || (key == threshold && tie < places);
        tie += select(0u, 1u, key == threshold);
        room[logits + v] = select(0.0, weight_of(room[logits + v], top, heat), kept);
        mass += room[logits + v];
      }
      masses[run] = mass;
    }
    workgroupBarrier();
    var total = 0.0;
    for (var run = 0u; run < RUNS; run++) {
      total += masses[run];
    }
    var left = random_at(u32(control[0]), next, sequence) * total;
    var run = 0u;
    while (run + 1u < RUNS && left >= masses[run]) {
      left -= masses[run];
      run++;
    }
    for (var v = run * width; v < min(V, (run + 1u) * width); v++) {
      if (room[logits + v] > 0.0) {
        pick = v;
        left -= room[logits + v];
        if (left < 0.0) {
          break;
        }
      }
    }
  }
  if (local == 0u && next < dims.capacity) {
    let place = sequence * dims.capacity + next;
    stream[dims.B * dims.capacity + place] = select(i32(pick), -1, broken != 0u);
    if (i32(next) >= control[2]) {
      stream[place] = i32(pick);
    }
    token = stream[place];
  }
}

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let sequence = group.x;
  let start = u32(max(cursor[0], 0));
  if (local == 0u) {
    token = stream[sequence * dims.capacity + min(start, dims.capacity - 1u)];
  }
  workgroupBarrier();
  for (var step = 0u; step < u32(max(control[3], 0)); step++) {
    let position = start + step;
    for (var instruction = 0u; instruction < dims.instructions; instruction++) {
      let at = instruction * LENGTH;
      switch (program[at]) {
        case 1: { embed(at, local); }
        case 2: { rms_norm(at, local); }
        case 3: { matvec(at, local); }
        case 4: { recall(at, sequence, local); }
        case 5: { swiglu(at, local); }
        case 6: { short_conv(at, sequence, local); }
        case 7: { selective_scan(at, sequence, local); }
        case 8: { lstm_cell(at, sequence, local); }
        case 9: { gru_cell(at, sequence, local); }
        case 10: { rnn_cell(at, sequence, local); }
        case 11: { conv_window(at, sequence, position, local); }
        case 12: { tanh_gate(at, local); }
        case 13: { attention(at, sequence, position, local); }
        case 14: { linear_attention(at, sequence, local); }
        case 15: { choose(at, sequence, position + 1u, local); }
        case 16: { add_positions(at, position, local); }
        case 17: { add_waves(at, position, local); }
        default: {}
      }
      workgroupBarrier();
    }
  }
}
