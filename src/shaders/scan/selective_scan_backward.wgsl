// Adjoint of selective_scan, chunk by chunk from the end. A chunk's states are computed again from the saved one. Then, back in
// time,
//   g[t] = C dy' + exp(Δ[t+1] A) g[t+1],   dy' = dy silu(z)
// (as in the CUDA kernel of state-spaces/mamba).
// dB and dC are sums over channels: this shader sums over the TILE channels of a workgroup, selective_scan_tiles over tiles.
// A part takes chunks `start` to `stop`, counted from the end of each segment. Between parts, the sums so far are in dA_log and
// dD, and the adjoint is in `states`.
// A workgroup takes a tile of channels of a segment; an invocation takes four channels and GROUP states at a time.
//#import four_channels
//#import state_matrix
//#import sigmoid
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
const GROUP: u32 = 4u;   // divides N
const CHUNK: u32 = 16u;  // at most TILE / 2, so that dB and dC fit where the states were
const TILE: u32 = 64u;   // channels of a workgroup
const WHOLE: u32 = 0u;   // 1 if E is a multiple of 4, so that no invocation has fewer than four channels
const GATED: u32 = 1u;   // dims.gated; if 0, dy' = dy, and no dz is written
const INVOCATIONS: u32 = TILE / 4u;
var<workgroup> products: array<f32, CHUNK * 2u * GROUP * INVOCATIONS>;  // (CHUNK, 2, GROUP, INVOCATIONS): of dB, of dC

fn gradients(at: u32, e: u32) -> vec4f {
  let value = vec4f(drows[at], drows[at + 1u], drows[at + 2u], drows[at + 3u]);
  if (WHOLE == 1u) {
    return value;
  }
  return select(vec4f(0.0), value, valid(e));
}

// Writes four channels of a row, or as many as there are.
fn put(at: u32, e: u32, gradient: vec4f, add: bool) {
  var value = gradient;
  if (add) {
    value += gradients(at, e);
  }
  if (WHOLE == 1u || e + 4u <= dims.E) {
    drows[at] = value.x;
    drows[at + 1u] = value.y;
    drows[at + 2u] = value.z;
    drows[at + 3u] = value.w;
  } else {
    for (var q = 0u; e + q < dims.E; q++) {
      drows[at + q] = value[q];
    }
  }
}

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

// Derivative of Δ = softplus(delta): sigmoid(delta) = 1 - exp(-Δ). By its series for small Δ, where the difference loses digits.
fn slope(delta: vec4f) -> vec4f {
  let series = delta * (1.0 - delta * (0.5 - delta * (1.0 / 6.0 - delta / 24.0)));
  return select(1.0 - exp(-delta), series, delta < vec4f(0.05));
}

@compute @workgroup_size(INVOCATIONS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let b = group.y;
  let e = group.x * TILE + 4u * local;
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
  let last = dims.E - 1u;
  let skip = vec4f(D[min(e, last)], D[min(e + 1u, last)], D[min(e + 2u, last)], D[min(e + 3u, last)]);
  var before: array<vec4f, CHUNK * GROUP>;  // h[t-1]
  for (var n = 0u; n < N; n += GROUP) {
    var A: array<vec4f, GROUP>;
    var dA: array<vec4f, GROUP>;
    var adjoint: array<vec4f, GROUP>;  // exp(Δ[t+1] A) g[t+1]
    //#unroll
    for (var k = 0u; k < GROUP; k++) {
      A[k] = state_matrix(e, n + k);
      dA[k] = vec4f(0.0);
      if (dims.start == 0u) {
        adjoint[k] = entering(place, e, n + k);
      } else if (owned > 0u) {
        let at = waiting(b, end, tiles, chunks, group.x, n, k * TILE + 4u * local);
        adjoint[k] = vec4f(states[at], states[at + 1u], states[at + 2u], states[at + 3u]);
        for (var q = 0u; q < owned; q++) {
          dA[k][q] = dA_log[(place + q) * N + n + k];
        }
      }
    }
    var dskip = vec4f(0.0);
    if (dims.start > 0u && n == 0u) {
      for (var q = 0u; q < owned; q++) {
        dskip[q] = dD[place + q];
      }
    }
    for (var left = end; left > until; left--) {
      let c = left - 1u;
      let block = (((b * chunks + c) * tiles + group.x) * N + n) * TILE;
      let first = b * dims.L + c * CHUNK;
      let steps = min(CHUNK, dims.L - c * CHUNK);
      if (owned > 0u) {
        var h: array<vec4f, GROUP>;
        //#unroll
        for (var k = 0u; k < GROUP; k++) {
          let at = block + k * TILE + 4u * local;
          h[k] = vec4f(states[at], states[at + 1u], states[at + 2u], states[at + 3u]);
        }
        for (var t = 0u; t < steps; t++) {
          let row = first + t;
          let base = row * dims.stride + e;
          let delta = channels(base + dims.delta, e);
          let delta_u = delta * channels(base + dims.u, e);
          let inB = row * dims.BC_stride + dims.BC + n;
          //#unroll
          for (var k = 0u; k < GROUP; k++) {
            before[t * GROUP + k] = h[k];
            h[k] = exp(delta * A[k]) * h[k] + delta_u * xdbl[inB + k];
          }
        }
        for (var t = steps; t > 0u; t--) {
          let row = first + t - 1u;
          let base = row * dims.stride + e;
          let inB = row * dims.BC_stride + dims.BC + n;
          let outC = inB + N;
          let u = channels(base + dims.u, e);
          let gradient = row * dims.d_stride + e;
          let dy = gradients(gradient + dims.dy, e);
          let delta = channels(base + dims.delta, e);
          let delta_u = delta * u;
          var dout = dy;
          var turn = vec4f(0.0);  // derivative of silu(z), times dy
          if (GATED != 0u) {
            let z = channels(base + dims.z, e);
            let gate = sigmoid4(z);
            dout = dy * z * gate;
            turn = dy * gate * (1.0 + z * (1.0 - gate));
          }
          let start = (t - 1u) * GROUP;
          let to = (t - 1u) * 2u * GROUP * INVOCATIONS + local;
          var out = vec4f(0.0);
          var into = vec4f(0.0);
          var ddelta = vec4f(0.0);
          //#unroll
          for (var k = 0u; k < GROUP; k++) {
            let previous = before[start + k];
            let decay = exp(delta * A[k]);
            let C = xdbl[outC + k];
            let g = C * dout + adjoint[k];
            products[to + k * INVOCATIONS] = dot(g, delta_u);
            products[to + (GROUP + k) * INVOCATIONS] = dot(dout, h[k]);
            let pull = g * decay * previous * A[k];
            out += C * h[k];
            into += g * xdbl[inB + k];
            ddelta += pull;
            dA[k] += pull * delta;
            adjoint[k] = decay * g;
            h[k] = previous;
          }
          var du = into * delta;
          if (n == 0u) {
            out += skip * u;
            du += dout * skip;
            dskip += dout * u;
          }
          let draw = (ddelta + into * u) * slope(delta);
          if (GATED != 0u) {
            put(gradient + dims.dz, e, out * turn, n > 0u);
          }
          put(gradient + dims.du, e, du, n > 0u);
          put(gradient + dims.ddelta, e, draw, n > 0u);
        }
      }
      storageBarrier();
      workgroupBarrier();
      for (var i = local; i < steps * 2u * GROUP; i += INVOCATIONS) {
        // The products of all invocations; those without a channel never write, so theirs are zero. Each sum starts at another
        // invocation, so that no two read the same bank of memory at once.
        var sum = 0.0;
        for (var count = 0u; count < INVOCATIONS; count += 4u) {
          //#unroll
          for (var k = 0u; k < 4u; k++) {
            sum += products[i * INVOCATIONS + ((local + count + k) & (INVOCATIONS - 1u))];
          }
        }
        states[block + i] = sum;
      }
      workgroupBarrier();
    }
    for (var q = 0u; q < owned; q++) {
      //#unroll
      for (var k = 0u; k < GROUP; k++) {
        dA_log[(place + q) * N + n + k] = dA[k][q];
      }
      if (n == 0u) {
        dD[place + q] = dskip[q];
      }
    }
    if (until > begin && owned > 0u) {
      //#unroll
      for (var k = 0u; k < GROUP; k++) {
        let at = waiting(b, until, tiles, chunks, group.x, n, k * TILE + 4u * local);
        states[at] = adjoint[k].x;
        states[at + 1u] = adjoint[k].y;
        states[at + 2u] = adjoint[k].z;
        states[at + 3u] = adjoint[k].w;
      }
    }
  }
}
