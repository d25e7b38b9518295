// Adjoint of selective_scan, chunk by chunk from the end. A chunk's states are computed again from the saved one. Then, back in
// time,
//   g[t] = C dy' + exp(Δ[t+1] A) g[t+1],   dy' = dy silu(z)
// (as in the CUDA kernel of state-spaces/mamba).
// dB and dC are sums over channels: this shader sums over the TILE channels of a workgroup, selective_scan_tiles over tiles.
// A part takes chunks `start` to `stop`, counted from the end of each segment. Between parts, the sums so far are in dA_log and
// dD, and the adjoint is in `states`.
// A workgroup takes a tile of channels of a segment, and GROUPS groups of GROUP states side by side. An invocation takes four
// channels and one group. The workgroup loads B and C of a chunk, which all channels share. After every TURN tokens it sums dB
// and dC over channels, and gradients of a channel over states.
//#import scan_gradients
//#import state_matrix
@group(0) @binding(1) var<storage, read> rows: array<f32>;          // (B·L, stride): from columns u, delta, z on u, Δ, z
@group(0) @binding(2) var<storage, read> xdbl: array<f32>;          // (B·L, BC_stride): from column BC on B, C
@group(0) @binding(3) var<storage, read> A_log: array<f32>;         // (E, N)
@group(0) @binding(4) var<storage, read> D: array<f32>;             // (E)
@group(0) @binding(5) var<storage, read_write> drows: array<f32>;   // (B·L, d_stride): reads dy; writes du, ddelta, dz
// Reads the saved states (B, chunks, tiles, N, TILE). In place of each group it leaves sums over the tile: (CHUNK, 2, GROUP)
@group(0) @binding(6) var<storage, read_write> states: array<f32>;
// If there are several segments, first reads from it the adjoint that enters each after its last step (selective_scan_starts).
@group(0) @binding(7) var<storage, read_write> dA_log: array<f32>;  // (B, segments, E, N)
@group(0) @binding(8) var<storage, read_write> dD: array<f32>;      // (B, segments, E)
const N: u32 = 16u;
const GROUP: u32 = 4u;   // at most 4
const GROUPS: u32 = 4u;  // at most 4; GROUP GROUPS divides N
const CHUNK: u32 = 16u;  // at most TILE / 2, so that dB and dC fit where the states were
const TILE: u32 = 64u;   // channels of a workgroup
const WHOLE: u32 = 0u;   // 1 if E is a multiple of 4, so that no invocation has fewer than four channels
const GATED: u32 = 1u;   // dims.gated; if 0, dy' = dy, and no dz is written
const TURN: u32 = 2u;    // so few that their sums fit 16 KiB of workgroup memory
const LANES: u32 = TILE / 4u;  // invocations of a group
const INVOCATIONS: u32 = LANES * GROUPS;
var<workgroup> projected: array<vec4f, CHUNK * 2u * GROUPS>;    // (CHUNK, 2, GROUPS): B, then C of a group
var<workgroup> products: array<vec4f, TURN * 2u * INVOCATIONS>; // (TURN, 2, GROUPS, LANES): of dB, of dC, over four channels

// exp(Δ[t+1] A) g[t+1] for the last step t of the segment whose channel e is at `place`.
fn entering(place: u32, e: u32, n: u32) -> vec4f {
  if (dims.segments == 1u) {
    return vec4f(0.0);
  }
  let i = (place + min(vec4u(0u, 1u, 2u, 3u), vec4u(dims.E - 1u - min(e, dims.E - 1u)))) * N + n;
  return vec4f(dA_log[i.x], dA_log[i.y], dA_log[i.z], dA_log[i.w]);
}

// Where element i of the adjoint (GROUP, TILE) is between parts: after the sums of chunk c, and of the chunk after it.
fn waiting(b: u32, c: u32, tiles: u32, chunks: u32, tile: u32, n: u32, i: u32) -> u32 {
  let half = GROUP * TILE / 2u;
  return (((b * chunks + c + i / half) * tiles + tile) * N + n) * TILE + half + i % half;
}

fn load_projected(first_row: u32, steps: u32, n: u32, local: u32) {
  for (var i = local; i < steps * 2u * GROUPS; i += INVOCATIONS) {
    let at = (first_row + i / (2u * GROUPS)) * dims.BC_stride + dims.BC + i / GROUPS % 2u * N + n + i % GROUPS * GROUP;
    var value = vec4f();
    //#unroll
    for (var k = 0u; k < GROUP; k++) {
      value[k] = xdbl[at + k];
    }
    projected[i] = value;
  }
}

// Sums dB and dC of `count` tokens over channels; `block` is where those of the first token and group go. Products are in the
// reverse order of tokens.
fn store_projected(block: u32, count: u32, local: u32) {
  for (var i = local; i < count * 2u * GROUPS; i += INVOCATIONS) {
    // Each sum starts at another invocation, so that neighbours do not read the same bank of memory at once.
    var sum = vec4f();
    for (var lane = 0u; lane < LANES; lane++) {
      sum += products[i * LANES + ((lane + i) & (LANES - 1u))];
    }
    let at = block + i % GROUPS * GROUP * TILE + (count - 1u - i / (2u * GROUPS)) * 2u * GROUP + i / GROUPS % 2u * GROUP;
    //#unroll
    for (var k = 0u; k < GROUP; k++) {
      states[at + k] = sum[k];
    }
  }
}

@compute @workgroup_size(INVOCATIONS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let b = group.y;
  let lane = local % LANES;
  let own_group = local / LANES;
  let e = group.x * TILE + 4u * lane;
  let owned = min(4u, max(e, dims.E) - e);  // channels of this invocation
  let tiles = (dims.E + TILE - 1u) / TILE;
  let chunks = (dims.L + CHUNK - 1u) / CHUNK;
  let begin = group.z * (dims.segment / CHUNK);  // chunks of the segment
  let behind = min(chunks, begin + (dims.segment + CHUNK - 1u) / CHUNK);
  let end = behind - min(dims.start, behind - begin);
  let until = behind - min(dims.stop, behind - begin);
  if (end == until) {
    return;
  }
  let place = (b * dims.segments + group.z) * dims.E + e;
  var before: array<array<vec4f, GROUP>, CHUNK>;  // h[t-1]
  for (var first_n = 0u; first_n < N; first_n += GROUP * GROUPS) {
    let n = first_n + own_group * GROUP;
    let sums_skip = first_n == 0u && own_group == 0u;
    var A: array<vec4f, GROUP>;
    var dA: array<vec4f, GROUP>;
    var adjoint: array<vec4f, GROUP>;  // exp(Δ[t+1] A) g[t+1]
    //#unroll
    for (var k = 0u; k < GROUP; k++) {
      A[k] = state_matrix(e, n + k);
      dA[k] = vec4f(0.0);
      adjoint[k] = vec4f(0.0);
      if (dims.start == 0u) {
        adjoint[k] = entering(place, e, n + k);
      } else if (owned > 0u) {
        let at = waiting(b, end, tiles, chunks, group.x, n, k * TILE + 4u * lane);
        adjoint[k] = vec4f(states[at], states[at + 1u], states[at + 2u], states[at + 3u]);
        for (var q = 0u; q < owned; q++) {
          dA[k][q] = dA_log[(place + q) * N + n + k];
        }
      }
    }
    var dskip = vec4f(0.0);
    if (dims.start > 0u && sums_skip) {
      for (var q = 0u; q < owned; q++) {
        dskip[q] = dD[place + q];
      }
    }
    for (var left = end; left > until; left--) {
      let c = left - 1u;
      let block = (((b * chunks + c) * tiles + group.x) * N + first_n) * TILE;
      let first = b * dims.L + c * CHUNK;
      let steps = min(CHUNK, dims.L - c * CHUNK);
      var h: array<vec4f, GROUP>;
      //#unroll
      for (var k = 0u; k < GROUP; k++) {
        let at = block + (own_group * GROUP + k) * TILE + 4u * lane;
        h[k] = vec4f(states[at], states[at + 1u], states[at + 2u], states[at + 3u]);
      }
      load_projected(first, steps, first_n, local);
      // Sums go where states were, so all states are read before.
      storageBarrier();
      workgroupBarrier();
      if (owned > 0u) {
        for (var t = 0u; t < steps; t++) {
          let base = (first + t) * dims.stride + e;
          let delta = channels(base + dims.delta, e);
          let delta_u = delta * channels(base + dims.u, e);
          let B = projected[t * 2u * GROUPS + own_group];
          before[t] = h;
          //#unroll
          for (var k = 0u; k < GROUP; k++) {
            h[k] = exp(delta * A[k]) * h[k] + delta_u * B[k];
          }
        }
      }
      var after = steps;
      while (after > 0u) {
        let count = min(TURN, after);
        for (var i = 0u; i < count && owned > 0u; i++) {
          let t = after - 1u - i;
          let row = first + t;
          let base = row * dims.stride + e;
          let u = channels(base + dims.u, e);
          let delta = channels(base + dims.delta, e);
          let delta_u = delta * u;
          var dout = gradients(row * dims.d_stride + dims.dy + e, e);
          if (GATED != 0u) {
            let z = channels(base + dims.z, e);
            dout *= z * sigmoid4(z);
          }
          let B = projected[t * 2u * GROUPS + own_group];
          let C = projected[(t * 2u + 1u) * GROUPS + own_group];
          let previous = before[t];
          var of_B = vec4f(0.0);
          var of_C = vec4f(0.0);
          var out = vec4f(0.0);
          var into = vec4f(0.0);
          var ddelta = vec4f(0.0);
          //#unroll
          for (var k = 0u; k < GROUP; k++) {
            let decay = exp(delta * A[k]);
            let g = C[k] * dout + adjoint[k];
            let pull = g * decay * previous[k] * A[k];
            of_B[k] = dot(g, delta_u);
            of_C[k] = dot(dout, h[k]);
            out += C[k] * h[k];
            into += g * B[k];
            ddelta += pull;
            dA[k] += pull * delta;
            adjoint[k] = decay * g;
            h[k] = previous[k];
          }
          if (sums_skip) {
            dskip += dout * u;
          }
          products[i * 2u * INVOCATIONS + local] = of_B;
          products[(i * 2u + 1u) * INVOCATIONS + local] = of_C;
          pulls[i * 3u * INVOCATIONS + local] = out;
          pulls[(i * 3u + 1u) * INVOCATIONS + local] = into;
          pulls[(i * 3u + 2u) * INVOCATIONS + local] = ddelta;
        }
        workgroupBarrier();
        // Those without a channel never write, so their products are zero.
        store_projected(block + (after - count) * 2u * GROUP, count, local);
        store_channels(first + after, group.x * TILE, first_n, count, local);
        workgroupBarrier();
        after -= count;
      }
    }
    for (var q = 0u; q < owned; q++) {
      //#unroll
      for (var k = 0u; k < GROUP; k++) {
        dA_log[(place + q) * N + n + k] = dA[k][q];
      }
      if (sums_skip) {
        dD[place + q] = dskip[q];
      }
    }
    if (until > begin && owned > 0u) {
      //#unroll
      for (var k = 0u; k < GROUP; k++) {
        let at = waiting(b, until, tiles, chunks, group.x, n, k * TILE + 4u * lane);
        states[at] = adjoint[k].x;
        states[at + 1u] = adjoint[k].y;
        states[at + 2u] = adjoint[k].z;
        states[at + 3u] = adjoint[k].w;
      }
    }
  }
}
