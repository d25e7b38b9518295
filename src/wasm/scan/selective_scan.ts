import { exp, sigmoid, softplus } from '../shared/functions';
import { at, loadSome, multiplyAdd, storeSome } from '../shared/lanes';
import { blockAt, CHUNK, TILE } from './selective_scan_block';

/** A unit has so many channels: a cache line of each row. */
const CHANNELS: u32 = 16;

/** A (four channels a register, N of them) of channels from e on: -e^A_log. */
export function loadRates(A_log: usize, e: u32, count: u32, N: u32, A: usize): void {
  for (let n: u32 = 0; n < N; n++) {
    v128.store(A + ((<usize>n) << 4), f32x4.neg(exp(loadStates(A_log, e, n, count, N))));
  }
}

/** State n of up to four channels of an array (…, N), of which the first begins at `row` · N. */
export function loadStates(array: usize, row: u32, n: u32, count: u32, N: u32): v128 {
  let lanes = f32x4.splat(0);
  lanes = f32x4.replace_lane(lanes, 0, load<f32>(at(array, row * N + n)));
  if (count > 1) lanes = f32x4.replace_lane(lanes, 1, load<f32>(at(array, (row + 1) * N + n)));
  if (count > 2) lanes = f32x4.replace_lane(lanes, 2, load<f32>(at(array, (row + 2) * N + n)));
  if (count > 3) lanes = f32x4.replace_lane(lanes, 3, load<f32>(at(array, (row + 3) * N + n)));
  return lanes;
}

export function storeStates(array: usize, row: u32, n: u32, count: u32, N: u32, lanes: v128): void {
  store<f32>(at(array, row * N + n), f32x4.extract_lane(lanes, 0));
  if (count > 1) store<f32>(at(array, (row + 1) * N + n), f32x4.extract_lane(lanes, 1));
  if (count > 2) store<f32>(at(array, (row + 2) * N + n), f32x4.extract_lane(lanes, 2));
  if (count > 3) store<f32>(at(array, (row + 3) * N + n), f32x4.extract_lane(lanes, 3));
}

/**
 * A unit is a segment of a sequence, and 16 channels, four in a register. They take turns of a chunk, so that rows are read from the
 * first cache. Scratch holds A and h of the 16 channels.
 */
export function selective_scan(
  from: u32,
  to: u32,
  scratch: usize,
  rows: usize,
  xdbl: usize,
  A_log: usize,
  D: usize,
  states: usize,
  starts: usize,
  carried: usize,
  L: u32,
  E: u32,
  N: u32,
  stride: u32,
  u: u32,
  delta: u32,
  BC: u32,
  BC_stride: u32,
  z: u32,
  y: u32,
  gated: u32,
  save: u32,
  carry: u32,
  segment: u32,
  segments: u32,
): void {
  const blocks = (E + CHANNELS - 1) / CHANNELS;
  const size = (<usize>N) << 4;
  for (let unit = from; unit < to; unit++) {
    const first = (unit % blocks) * CHANNELS;
    const s = unit / blocks;
    const b = s / segments;
    const begin = (s % segments) * segment;
    const end = min(L, begin + segment);
    const groups = (min(CHANNELS, E - first) + 3) >> 2;
    for (let g: u32 = 0; g < groups; g++) {
      const e = first + 4 * g;
      const A = scratch + 2 * size * g;
      loadRates(A_log, e, E - e, N, A);
      for (let n: u32 = 0; n < N; n++) {
        let h = f32x4.splat(0);
        if (segments > 1) h = loadStates(starts, s * E + e, n, E - e, N);
        else if (carry) h = loadStates(carried, b * E + e, n, E - e, N);
        v128.store(A + size + ((<usize>n) << 4), h);
      }
    }
    for (let t = begin; t < end; t += CHUNK) {
      for (let g: u32 = 0; g < groups; g++) {
        const e = first + 4 * g;
        const count = E - e;
        const A = scratch + 2 * size * g;
        const h = A + size;
        const skip = loadSome(at(D, e), count);
        if (save) {
          const kept = at(states, blockAt(b, t, e, L, E, N) + (e % TILE));
          for (let n: u32 = 0; n < N; n++) v128.store(at(kept, n * TILE), v128.load(h + ((<usize>n) << 4)));
        }
        for (let row = b * L + t; row < b * L + min(end, t + CHUNK); row++) {
          const own = at(rows, row * stride + e);
          const step = softplus(loadSome(at(own, delta), count));
          storeSome(at(own, delta), step, count);
          const input = loadSome(at(own, u), count);
          const inflow = f32x4.mul(step, input);
          let read = f32x4.mul(skip, input);
          let into = at(xdbl, row * BC_stride + BC);
          const last = h + size;
          for (let state = h; state < last; state += 16, into += 4) {
            const decay = exp(f32x4.mul(step, v128.load(state - size)));
            const next = multiplyAdd(decay, v128.load(state), f32x4.mul(inflow, v128.load32_splat(into)));
            v128.store(state, next);
            read = multiplyAdd(next, v128.load32_splat(into + ((<usize>N) << 2)), read);
          }
          if (gated) {
            const gate = loadSome(at(own, z), count);
            read = f32x4.mul(read, f32x4.mul(gate, sigmoid(gate)));
          }
          storeSome(at(own, y), read, count);
        }
      }
    }
    if (carry && end === L) {
      for (let g: u32 = 0; g < groups; g++) {
        const e = first + 4 * g;
        const h = scratch + 2 * size * g + size;
        for (let n: u32 = 0; n < N; n++) storeStates(carried, b * E + e, n, E - e, N, v128.load(h + ((<usize>n) << 4)));
      }
    }
  }
}

export function selective_scan_units(B: u32, E: u32, segments: u32): u32 {
  return B * segments * ((E + CHANNELS - 1) / CHANNELS);
}

export function selective_scan_scratch(N: u32): u32 {
  return 2 * N * CHANNELS * 4;
}
