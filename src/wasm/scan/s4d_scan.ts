import { geluOf } from '../pointwise/gelu';
import {
  at,
  imaginaryOf,
  loadImaginary,
  loadReal,
  loadSome,
  multiplyAdd,
  putSome,
  realOf,
  storeComplex,
  storeSome,
} from '../shared/lanes';
import { setMode } from './s4d_mode';
import { advance, MODE, moveStates, readModes } from './s4d_states';

/** Steps between saved states, as in gpu/kernels/scan/s4d_scan.ts. */
const CHUNK: u32 = 16;
/** A unit is four channels of a sequence. Scratch holds their modes, and h. */
export function s4d_scan(
  from: u32,
  to: u32,
  scratch: usize,
  log_dt: usize,
  C: usize,
  log_A_real: usize,
  A_imag: usize,
  skip: usize,
  x: usize,
  y: usize,
  states: usize,
  B: u32,
  L: u32,
  D: u32,
  N: u32,
  save: u32,
  carry: u32,
): void {
  const half = N >> 1;
  const blocks = (D + 3) >> 2;
  const chunks = (L + CHUNK - 1) / CHUNK;
  const h = scratch + MODE * half;
  const carried = at(states, save ? B * chunks * half * D * 2 : 0);
  for (let unit = from; unit < to; unit++) {
    const b = unit / blocks;
    const d = (unit % blocks) * 4;
    const count = D - d;
    readModes(log_dt, C, log_A_real, A_imag, d, count, N, scratch, h);
    memory.fill(h, 0, (<usize>half) << 5);
    if (carry) moveStates(carried, b * D + d, count, half, h, false);
    const through = loadSome(at(skip, d), count);
    for (let t: u32 = 0; t < L; t++) {
      if (save && t % CHUNK === 0) {
        for (let n: u32 = 0; n < half; n++) {
          const kept = at(states, 2 * (((b * chunks + t / CHUNK) * half + n) * D + d));
          const own = h + ((<usize>n) << 5);
          storeComplex(kept, v128.load(own), v128.load(own, 16), count);
        }
      }
      const place = (b * L + t) * D + d;
      const own = loadSome(at(x, place), count);
      storeSome(at(y, place), advance(scratch, h, half, own, f32x4.mul(through, own)), count);
    }
    if (carry) moveStates(carried, b * D + d, count, half, h, true);
  }
}

/** A unit is four channels of a sequence. Scratch holds their modes, and h. */
export function s4d_step(
  from: u32,
  to: u32,
  scratch: usize,
  log_dt: usize,
  C: usize,
  log_A_real: usize,
  A_imag: usize,
  skip: usize,
  x: usize,
  y: usize,
  states: usize,
  D: u32,
  N: u32,
): void {
  const half = N >> 1;
  const blocks = (D + 3) >> 2;
  const h = scratch + MODE * half;
  for (let unit = from; unit < to; unit++) {
    const b = unit / blocks;
    const d = (unit % blocks) * 4;
    const count = D - d;
    readModes(log_dt, C, log_A_real, A_imag, d, count, N, scratch, h);
    moveStates(states, b * D + d, count, half, h, false);
    const own = loadSome(at(x, b * D + d), count);
    const sum = advance(scratch, h, half, own, f32x4.mul(loadSome(at(skip, d), count), own));
    storeSome(at(y, b * D + d), geluOf(sum), count);
    moveStates(states, b * D + d, count, half, h, true);
  }
}

/**
 * A unit is four channels of a sequence. Scratch holds their modes, the adjoint, G, and M of each mode, each re and im, the states of a chunk
 * before their inputs, and dx of a chunk.
 */
export function s4d_scan_backward(
  from: u32,
  to: u32,
  scratch: usize,
  modes: usize,
  skip: usize,
  x: usize,
  dy: usize,
  states: usize,
  dx: usize,
  sums: usize,
  dskip: usize,
  L: u32,
  D: u32,
  N: u32,
  accumulate: u32,
): void {
  const half = N >> 1;
  const blocks = (D + 3) >> 2;
  const chunks = (L + CHUNK - 1) / CHUNK;
  const plane = half * D;
  const parts = scratch + MODE * half;
  const history = parts + 96 * <usize>half;
  const pulls = history + ((<usize>CHUNK) << 5);
  const zero = f32x4.splat(0);
  for (let unit = from; unit < to; unit++) {
    const b = unit / blocks;
    const d = (unit % blocks) * 4;
    const count = D - d;
    memory.fill(scratch, 0, MODE * half);
    for (let lane: u32 = 0; lane < min<u32>(4, count); lane++) {
      for (let n: u32 = 0; n < half; n++) {
        const own = at(modes, n * D + d + lane);
        setMode(
          scratch + MODE * n,
          lane,
          <f64>load<f32>(own),
          <f64>load<f32>(at(own, plane)),
          <f64>load<f32>(at(own, 2 * plane)),
          <f64>load<f32>(at(own, 3 * plane)),
          <f64>load<f32>(at(own, 4 * plane)),
          parts,
        );
      }
    }
    memory.fill(parts, 0, 96 * <usize>half);
    const through = loadSome(at(skip, d), count);
    let skips = zero;
    for (let chunk = chunks; chunk > 0; chunk--) {
      const begin = (chunk - 1) * CHUNK;
      const steps = min(CHUNK, L - begin);
      const first = (b * L + begin) * D + d;
      for (let i: u32 = 0; i < steps; i++) {
        const pull = loadSome(at(dy, first + i * D), count);
        v128.store(pulls + ((<usize>i) << 4), f32x4.mul(through, pull));
        skips = multiplyAdd(pull, loadSome(at(x, first + i * D), count), skips);
      }
      for (let n: u32 = 0; n < half; n++) {
        const mode = scratch + MODE * n;
        const decayRe = v128.load(mode);
        const decayIm = v128.load(mode, 16);
        const outRe = v128.load(mode, 32);
        const outIm = v128.load(mode, 48);
        const kept = at(states, 2 * (((b * chunks + chunk - 1) * half + n) * D + d));
        let re = loadReal(kept, count);
        let im = loadImaginary(kept, count);
        for (let i: u32 = 0; i < steps; i++) {
          const nextRe = realOf(decayRe, decayIm, re, im, zero);
          im = imaginaryOf(decayRe, decayIm, re, im, zero);
          v128.store(history + ((<usize>i) << 5), nextRe);
          v128.store(history + ((<usize>i) << 5), im, 16);
          re = f32x4.add(nextRe, loadSome(at(x, first + i * D), count));
        }
        const own = parts + 96 * <usize>n;
        let adjointRe = v128.load(own);
        let adjointIm = v128.load(own, 16);
        let gRe = v128.load(own, 32);
        let gIm = v128.load(own, 48);
        let mRe = v128.load(own, 64);
        let mIm = v128.load(own, 80);
        for (let i = steps; i-- > 0; ) {
          const pull = loadSome(at(dy, first + i * D), count);
          const beforeRe = v128.load(history + ((<usize>i) << 5));
          const beforeIm = v128.load(history + ((<usize>i) << 5), 16);
          // It is twice that of the twin, as `out` is.
          const ownRe = multiplyAdd(outRe, pull, adjointRe);
          const ownIm = multiplyAdd(outIm, pull, adjointIm);
          const dxs = pulls + ((<usize>i) << 4);
          v128.store(dxs, f32x4.add(v128.load(dxs), ownRe));
          gRe = multiplyAdd(f32x4.add(beforeRe, loadSome(at(x, first + i * D), count)), pull, gRe);
          gIm = multiplyAdd(beforeIm, pull, gIm);
          mRe = realOf(ownRe, ownIm, beforeRe, beforeIm, mRe);
          mIm = imaginaryOf(ownRe, ownIm, beforeRe, beforeIm, mIm);
          adjointRe = realOf(decayRe, decayIm, ownRe, ownIm, zero);
          adjointIm = imaginaryOf(decayRe, decayIm, ownRe, ownIm, zero);
        }
        v128.store(own, adjointRe);
        v128.store(own, adjointIm, 16);
        v128.store(own, gRe, 32);
        v128.store(own, gIm, 48);
        v128.store(own, mRe, 64);
        v128.store(own, mIm, 80);
      }
      for (let i: u32 = 0; i < steps; i++) {
        putSome(at(dx, first + i * D), v128.load(pulls + ((<usize>i) << 4)), count, accumulate !== 0);
      }
    }
    storeSome(at(dskip, b * D + d), skips, count);
    for (let n: u32 = 0; n < half; n++) {
      const own = parts + 96 * <usize>n;
      const place = at(sums, b * 4 * plane + n * D + d);
      storeSome(place, v128.load(own, 32), count);
      storeSome(at(place, plane), v128.load(own, 48), count);
      storeSome(at(place, 2 * plane), f32x4.mul(v128.load(own, 64), f32x4.splat(0.5)), count);
      storeSome(at(place, 3 * plane), f32x4.mul(v128.load(own, 80), f32x4.splat(0.5)), count);
    }
  }
}

export function s4d_scan_units(B: u32, D: u32): u32 {
  return B * ((D + 3) >> 2);
}

export function s4d_scan_scratch(N: u32): u32 {
  return 48 * N + 16;
}

export function s4d_step_units(B: u32, D: u32): u32 {
  return B * ((D + 3) >> 2);
}

export function s4d_step_scratch(N: u32): u32 {
  return 48 * N + 16;
}

export function s4d_scan_backward_units(B: u32, D: u32): u32 {
  return B * ((D + 3) >> 2);
}

export function s4d_scan_backward_scratch(N: u32): u32 {
  return 80 * N + 48 * CHUNK + 16;
}
