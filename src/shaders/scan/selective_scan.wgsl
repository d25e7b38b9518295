// h[t] = exp(Δ A) h[t-1] + Δ u B,   y = (C · h + D u) silu(z),   with Δ = softplus(delta), A = -exp(A_log):
// the selective scan of Mamba (Gu and Dao 2023). As in the authors' code, B is discretised by Euler's rule. Without `gated`, y
// has no factor silu(z).
// An invocation goes through the tokens of four channels of a segment of a sequence, GROUP states at a time. So it uses each B
// and C that it loads for four channels, and the states stay in registers.
// If there are several segments, each starts from the state of selective_scan_starts.
// A part takes steps `start` to `stop` of each segment. If it stops before the end, it leaves the state in `states`.
//#import four_channels
//#import state_matrix
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
const N: u32 = 16u;
const GROUP: u32 = 8u;   // divides N
const CHUNK: u32 = 16u;
const TILE: u32 = 64u;   // channels of a block of saved states, and of a workgroup: four an invocation
const WHOLE: u32 = 0u;   // 1 if E is a multiple of 4, so that no invocation has fewer than four channels
const GATED: u32 = 1u;   // dims.gated

// The state before step `start` of segment s of sequence b. `saved`: where it was saved, if save.
fn initial(b: u32, s: u32, e: u32, n: u32, saved: u32) -> vec4f {
  let channel = min(vec4u(e, e + 1u, e + 2u, e + 3u), vec4u(dims.E - 1u));
  if (dims.start > 0u) {
    if (dims.save != 0u) {
      return vec4f(states[saved], states[saved + 1u], states[saved + 2u], states[saved + 3u]);
    }
    let i = ((b * dims.segments + s) * dims.E + channel) * N + n;
    return vec4f(states[i.x], states[i.y], states[i.z], states[i.w]);
  }
  if (dims.segments > 1u) {
    let i = ((b * dims.segments + s) * dims.E + channel) * N + n;
    return select(vec4f(0.0), vec4f(starts[i.x], starts[i.y], starts[i.z], starts[i.w]), valid(e));
  }
  if (dims.carry == 0u) {
    return vec4f(0.0);
  }
  let i = (b * dims.E + channel) * N + n;
  return select(vec4f(0.0), vec4f(carried[i.x], carried[i.y], carried[i.z], carried[i.w]), valid(e));
}

fn leave(place: u32, e: u32, n: u32, h: vec4f) {
  for (var q = 0u; q < min(4u, dims.E - e); q++) {
    states[(place * dims.E + e + q) * N + n] = h[q];
  }
}

fn carry_on(b: u32, e: u32, n: u32, h: vec4f) {
  for (var q = 0u; q < min(4u, dims.E - e); q++) {
    carried[(b * dims.E + e + q) * N + n] = h[q];
  }
}

// Writes four channels of a row, or as many as there are.
fn put(at: u32, e: u32, value: vec4f) {
  if (WHOLE == 1u || e + 4u <= dims.E) {
    rows[at] = value.x;
    rows[at + 1u] = value.y;
    rows[at + 2u] = value.z;
    rows[at + 3u] = value.w;
  } else {
    for (var q = 0u; e + q < dims.E; q++) {
      rows[at + q] = value[q];
    }
  }
}

fn save(at: u32, h: vec4f) {
  states[at] = h.x;
  states[at + 1u] = h.y;
  states[at + 2u] = h.z;
  states[at + 3u] = h.w;
}

//#each TILE / 4u
fn each(i: u32) {
  let quads = (dims.E + 3u) / 4u;
  let s = i / quads % dims.segments;
  let b = i / quads / dims.segments;
  let e = i % quads * 4u;
  if (b >= dims.B) {
    return;
  }
  let first = s * dims.segment + dims.start;
  let end = min(dims.L, s * dims.segment + dims.stop);
  if (first >= end) {
    return;
  }
  let stops = dims.stop < dims.segment && end < dims.L;
  let tiles = (dims.E + TILE - 1u) / TILE;
  let chunks = (dims.L + CHUNK - 1u) / CHUNK;
  let last = dims.E - 1u;
  let skip = vec4f(D[e], D[min(e + 1u, last)], D[min(e + 2u, last)], D[min(e + 3u, last)]);
  for (var n = 0u; n < N; n += GROUP) {
    var A: array<vec4f, GROUP>;
    var h: array<vec4f, GROUP>;
    let saved = (((b * chunks + first / CHUNK) * tiles + e / TILE) * N + n) * TILE + e % TILE;
    //#unroll
    for (var k = 0u; k < GROUP; k++) {
      A[k] = state_matrix(e, n + k);
      h[k] = initial(b, s, e, n + k, saved + k * TILE);
    }
    for (var t = first; t < end; t++) {
      if (dims.save != 0u && (t & (CHUNK - 1u)) == 0u) {
        let to = (((b * chunks + t / CHUNK) * tiles + e / TILE) * N + n) * TILE + e % TILE;
        //#unroll
        for (var k = 0u; k < GROUP; k++) {
          save(to + k * TILE, h[k]);
        }
      }
      let row = b * dims.L + t;
      let base = row * dims.stride + e;
      let u = channels(base + dims.u, e);
      var delta = channels(base + dims.delta, e);
      if (n == 0u) {
        delta = softplus4(delta);
        put(base + dims.delta, e, delta);
      }
      let delta_u = delta * u;
      let inB = row * dims.BC_stride + dims.BC + n;
      let outC = inB + N;
      var y = vec4f(0.0);
      //#unroll
      for (var k = 0u; k < GROUP; k++) {
        h[k] = exp(delta * A[k]) * h[k] + delta_u * xdbl[inB + k];
        y += h[k] * xdbl[outC + k];
      }
      var gate = vec4f(1.0);
      if (GATED != 0u) {
        let z = channels(base + dims.z, e);
        gate = z * sigmoid4(z);
      }
      if (n == 0u) {
        y = (y + skip * u) * gate;
      } else {
        y = channels(base + dims.y, e) + y * gate;
      }
      put(base + dims.y, e, y);
    }
    if (stops && dims.save != 0u) {
      let to = (((b * chunks + end / CHUNK) * tiles + e / TILE) * N + n) * TILE + e % TILE;
      //#unroll
      for (var k = 0u; k < GROUP; k++) {
        save(to + k * TILE, h[k]);
      }
    } else if (stops) {
      //#unroll
      for (var k = 0u; k < GROUP; k++) {
        leave(b * dims.segments + s, e, n + k, h[k]);
      }
    } else if (dims.carry != 0u && end == dims.L) {
      //#unroll
      for (var k = 0u; k < GROUP; k++) {
        carry_on(b, e, n + k, h[k]);
      }
    }
  }
}
