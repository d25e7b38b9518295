// selective_scan for whole vec4s of states, through workgroup memory.
//#import scan_staged
//#import sigmoid
//#import softplus
@group(0) @binding(1) var<storage, read_write> rows: array<f32>;    // (B·L, stride): columns u, delta, z; writes y, Δ over delta
@group(0) @binding(2) var<storage, read> xdbl: array<f32>;          // (B·L, BC_stride): from column BC on B, C
@group(0) @binding(3) var<storage, read> A_log: array<f32>;         // (E, N)
@group(0) @binding(4) var<storage, read> D: array<f32>;             // (E)
// If save: the states before every CHUNK steps (B, chunks, tiles, N, TILE). If not: those between parts (B, segments, E, N).
@group(0) @binding(5) var<storage, read_write> states: array<f32>;
@group(0) @binding(6) var<storage, read> starts: array<f32>;        // (B, segments, E, N), if there are several segments
@group(0) @binding(7) var<storage, read_write> carried: array<f32>; // (B, E, N), if carry: before the first step, after the last
const CHUNK: u32 = 16u;
const TILE: u32 = 64u;
const GATED: u32 = 1u;   // dims.gated
var<workgroup> parts: array<f32, TIME * QUADS * CHANNELS>;  // (TIME, QUADS, CHANNELS): C · h of four states

// Where the states before step t are saved, TILE numbers from one to the next.
fn saved_at(own: Own, t: u32) -> u32 {
  let tiles = (dims.E + TILE - 1u) / TILE;
  let chunks = (dims.L + CHUNK - 1u) / CHUNK;
  return (((own.b * chunks + t / CHUNK) * tiles + own.e / TILE) * N + own.n) * TILE + own.e % TILE;
}

// The states before step `first`, the first one of this part of the segment.
fn initial(own: Own, first: u32) -> vec4f {
  if (own.e >= dims.E) {
    return vec4f();
  }
  if (dims.start > 0u && dims.save != 0u) {
    let i = saved_at(own, first);
    return vec4f(states[i], states[i + TILE], states[i + 2u * TILE], states[i + 3u * TILE]);
  }
  if (dims.start > 0u) {
    let i = own.place;
    return vec4f(states[i], states[i + 1u], states[i + 2u], states[i + 3u]);
  }
  if (dims.segments > 1u) {
    let i = own.place;
    return vec4f(starts[i], starts[i + 1u], starts[i + 2u], starts[i + 3u]);
  }
  if (dims.carry == 0u) {
    return vec4f();
  }
  let i = (own.b * dims.E + own.e) * N + own.n;
  return vec4f(carried[i], carried[i + 1u], carried[i + 2u], carried[i + 3u]);
}

// Channels that do not exist are saved too, as zeros.
fn save(own: Own, t: u32, h: vec4f) {
  let i = saved_at(own, t);
  states[i] = h.x;
  states[i + TILE] = h.y;
  states[i + 2u * TILE] = h.z;
  states[i + 3u * TILE] = h.w;
}

// Computes Δ of `count` tokens, and leaves Δ and u of each channel in workgroup memory.
fn load_tokens(first_row: u32, first_channel: u32, count: u32, local: u32) {
  for (var i = local; i < count * CHANNELS; i += INVOCATIONS) {
    let e = first_channel + i % CHANNELS;
    var token = vec2f();
    if (e < dims.E) {
      let base = (first_row + i / CHANNELS) * dims.stride + e;
      let delta = softplus(rows[base + dims.delta]);
      rows[base + dims.delta] = delta;
      token = vec2f(delta, rows[base + dims.u]);
    }
    tokens[i] = token;
  }
}

// Sums y over the states. An invocation takes the tokens that it loaded.
fn store_y(first_row: u32, first_channel: u32, count: u32, local: u32) {
  for (var i = local; i < count * CHANNELS; i += INVOCATIONS) {
    let e = first_channel + i % CHANNELS;
    if (e < dims.E) {
      let base = (first_row + i / CHANNELS) * dims.stride + e;
      var y = D[e] * tokens[i].y;
      for (var quad = 0u; quad < QUADS; quad++) {
        y += parts[(i / CHANNELS * QUADS + quad) * CHANNELS + i % CHANNELS];
      }
      if (GATED != 0u) {
        let z = rows[base + dims.z];
        y *= z * sigmoid(z);
      }
      rows[base + dims.y] = y;
    }
  }
}

@compute @workgroup_size(INVOCATIONS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let own = own_of(group, local);
  let first = group.y * dims.segment + dims.start;
  let end = min(dims.L, group.y * dims.segment + dims.stop);
  if (first >= end) {
    return;
  }
  let A = rates_of(own);
  var h = initial(own, first);
  for (var t = first; t < end; t += TIME) {
    let count = min(TIME, end - t);
    let row = group.z * dims.L + t;
    load_projected(row, count, 0u, 2u * QUADS, local);
    load_tokens(row, group.x * CHANNELS, count, local);
    workgroupBarrier();
    if (dims.save != 0u && (t & (CHUNK - 1u)) == 0u) {
      save(own, t, h);
    }
    for (var i = 0u; i < count; i++) {
      let token = tokens[i * CHANNELS + own.channel];
      h = exp(token.x * A) * h + token.x * token.y * projected[2u * i * QUADS + own.quad];
      parts[(i * QUADS + own.quad) * CHANNELS + own.channel] = dot(h, projected[(2u * i + 1u) * QUADS + own.quad]);
    }
    workgroupBarrier();
    store_y(row, group.x * CHANNELS, count, local);
  }
  let stops = dims.stop < dims.segment && end < dims.L;
  if (stops && dims.save != 0u) {
    save(own, end, h);
  } else if (stops && own.e < dims.E) {
    //#unroll
    for (var k = 0u; k < 4u; k++) {
      states[own.place + k] = h[k];
    }
  } else if (dims.carry != 0u && end == dims.L && own.e < dims.E) {
    //#unroll
    for (var k = 0u; k < 4u; k++) {
      carried[(own.b * dims.E + own.e) * N + own.n + k] = h[k];
    }
  }
}
