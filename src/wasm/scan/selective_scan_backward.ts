import { exp, oneMinusExp, sigmoid } from '../shared/functions';
import { at, loadSome, multiplyAdd, storeSome, sumLanes } from '../shared/lanes';
import { loadRates, loadStates, storeStates } from './selective_scan';
import { blockAt, CHUNK, groupOf, TILE } from './selective_scan_block';

/**
 * A unit is a segment of a sequence and a tile of channels, four in a register. Scratch holds the sums of dB and dC of a chunk, the states
 * of a chunk of four channels with the one before, and their decays. For each four channels it holds A, the adjoint, and the gradients of A
 * and D.
 */
export function selective_scan_backward(
  from: u32,
  to: u32,
  scratch: usize,
  rows: usize,
  xdbl: usize,
  A_log: usize,
  D: usize,
  drows: usize,
  states: usize,
  dA_log: usize,
  dD: usize,
  L: u32,
  E: u32,
  N: u32,
  stride: u32,
  u: u32,
  delta: u32,
  BC: u32,
  BC_stride: u32,
  z: u32,
  d_stride: u32,
  dy: u32,
  du: u32,
  ddelta: u32,
  dz: u32,
  gated: u32,
  segment: u32,
  segments: u32,
): void {
  const tiles = (E + TILE - 1) / TILE;
  const size = (<usize>N) << 4;
  const history = scratch + 2 * CHUNK * size;
  const decays = history + (CHUNK + 1) * size;
  const own = decays + CHUNK * size;
  const each = 3 * size + 16;
  for (let unit = from; unit < to; unit++) {
    const first = (unit % tiles) * TILE;
    const s = unit / tiles;
    const b = s / segments;
    const begin = (s % segments) * segment;
    const end = min(L, begin + segment);
    const groups = (min(TILE, E - first) + 3) >> 2;
    for (let g: u32 = 0; g < groups; g++) {
      const A = own + each * g;
      const e = first + 4 * g;
      loadRates(A_log, e, E - e, N, A);
      for (let n: u32 = 0; n < N; n++) {
        const place = A + size + ((<usize>n) << 4);
        v128.store(place, segments > 1 ? loadStates(dA_log, s * E + e, n, E - e, N) : f32x4.splat(0));
        v128.store(place + size, f32x4.splat(0));
      }
      v128.store(A + 3 * size, f32x4.splat(0));
    }
    for (let chunk = (end - 1 - begin) / CHUNK + 1; chunk > 0; chunk--) {
      const t = begin + (chunk - 1) * CHUNK;
      const steps = min(CHUNK, end - t);
      const kept = at(states, blockAt(b, t, first, L, E, N));
      memory.fill(scratch, 0, 2 * CHUNK * size);
      for (let g: u32 = 0; g < groups; g++) {
        const e = first + 4 * g;
        const count = E - e;
        const A = own + each * g;
        for (let n: u32 = 0; n < N; n++) {
          v128.store(history + ((<usize>n) << 4), v128.load(at(kept, n * TILE + 4 * g)));
        }
        for (let i: u32 = 0; i < steps; i++) {
          const row = b * L + t + i;
          const here = at(rows, row * stride + e);
          const step = loadSome(at(here, delta), count);
          const inflow = f32x4.mul(step, loadSome(at(here, u), count));
          let into = at(xdbl, row * BC_stride + BC);
          const before = history + i * size;
          const decay = decays + i * size;
          for (let n: usize = 0; n < size; n += 16, into += 4) {
            const keeps = exp(f32x4.mul(step, v128.load(A + n)));
            v128.store(decay + n, keeps);
            const next = multiplyAdd(keeps, v128.load(before + n), f32x4.mul(inflow, v128.load32_splat(into)));
            v128.store(before + size + n, next);
          }
        }
        const skip = loadSome(at(D, e), count);
        let skips = v128.load(A + 3 * size);
        for (let i = steps; i > 0; i--) {
          const row = b * L + t + i - 1;
          const here = at(rows, row * stride + e);
          const there = at(drows, row * d_stride + e);
          const step = loadSome(at(here, delta), count);
          const input = loadSome(at(here, u), count);
          const inflow = f32x4.mul(step, input);
          const pulled = loadSome(at(there, dy), count);
          const side = gated ? loadSome(at(here, z), count) : f32x4.splat(0);
          const gate = gated ? sigmoid(side) : f32x4.splat(0);
          const dout = gated ? f32x4.mul(pulled, f32x4.mul(side, gate)) : pulled;
          let out = f32x4.mul(skip, input);
          let into = f32x4.splat(0);
          let slope = f32x4.splat(0);
          let inB = at(xdbl, row * BC_stride + BC);
          const before = history + (i - 1) * size;
          const decay = decays + (i - 1) * size;
          const sums = scratch + 2 * (i - 1) * size;
          for (let n: usize = 0; n < size; n += 16, inB += 4) {
            const b_n = v128.load32_splat(inB);
            const c_n = v128.load32_splat(inB + ((<usize>N) << 2));
            const after = v128.load(before + size + n);
            const adjoint = A + size + n;
            const pull = multiplyAdd(c_n, dout, v128.load(adjoint));
            const kept = f32x4.mul(pull, v128.load(decay + n));
            const rate = f32x4.mul(f32x4.mul(kept, v128.load(before + n)), v128.load(A + n));
            v128.store(sums + n, multiplyAdd(pull, inflow, v128.load(sums + n)));
            v128.store(sums + size + n, multiplyAdd(dout, after, v128.load(sums + size + n)));
            out = multiplyAdd(c_n, after, out);
            into = multiplyAdd(pull, b_n, into);
            slope = f32x4.add(slope, rate);
            v128.store(adjoint + size, multiplyAdd(rate, step, v128.load(adjoint + size)));
            v128.store(adjoint, kept);
          }
          skips = multiplyAdd(dout, input, skips);
          if (gated) {
            const bent = multiplyAdd(side, f32x4.sub(f32x4.splat(1), gate), f32x4.splat(1));
            storeSome(at(there, dz), f32x4.mul(f32x4.mul(pulled, out), f32x4.mul(gate, bent)), count);
          }
          storeSome(at(there, du), multiplyAdd(dout, skip, f32x4.mul(into, step)), count);
          storeSome(at(there, ddelta), f32x4.mul(multiplyAdd(into, input, slope), oneMinusExp(step)), count);
        }
        v128.store(A + 3 * size, skips);
      }
      writeSums(kept, scratch, steps, N);
    }
    for (let g: u32 = 0; g < groups; g++) {
      const e = first + 4 * g;
      const A = own + each * g;
      for (let n: u32 = 0; n < N; n++) {
        storeStates(dA_log, s * E + e, n, E - e, N, v128.load(A + 2 * size + ((<usize>n) << 4)));
      }
      storeSome(at(dD, s * E + e), v128.load(A + 3 * size), E - e);
    }
  }
}

/** The sums of dB and dC of a chunk, in the place of its states: see `summedAt` of gpu/kernels/scan/selective_scan.ts. */
function writeSums(block: usize, sums: usize, steps: u32, N: u32): void {
  const group = groupOf(N);
  for (let i: u32 = 0; i < steps; i++) {
    for (let n: u32 = 0; n < N; n++) {
      const place = at(block, i * 2 * group + (n / group) * group * TILE + (n % group));
      const own = sums + ((<usize>(2 * i * N + n)) << 4);
      store<f32>(place, sumLanes(v128.load(own)));
      store<f32>(at(place, group), sumLanes(v128.load(own + ((<usize>N) << 4))));
    }
  }
}

/** A unit is a row. */
export function selective_scan_tiles(
  from: u32,
  to: u32,
  states: usize,
  dxdbl: usize,
  L: u32,
  E: u32,
  N: u32,
  BC: u32,
  BC_stride: u32,
): void {
  const group = groupOf(N);
  for (let row = from; row < to; row++) {
    const t = row % L;
    for (let j: u32 = 0; j < 2 * N; j++) {
      const n = j % N;
      const column = (n / group) * group * TILE + (j < N ? 0 : group) + (n % group);
      let sum: f32 = 0;
      for (let e: u32 = 0; e < E; e += TILE) {
        sum += load<f32>(at(states, blockAt(row / L, t, e, L, E, N) + (t % CHUNK) * 2 * group + column));
      }
      store<f32>(at(dxdbl, row * BC_stride + BC + j), sum);
    }
  }
}

export function selective_scan_backward_units(B: u32, E: u32, segments: u32): u32 {
  return B * segments * ((E + TILE - 1) / TILE);
}

export function selective_scan_backward_scratch(N: u32): u32 {
  return (4 * CHUNK + 1) * 16 * N + (TILE / 4) * (3 * 16 * N + 16);
}

export function selective_scan_tiles_units(B: u32, L: u32): u32 {
  return B * L;
}
