import { at, loadImaginary, loadReal, storeComplex } from '../shared/lanes';
import { POINT, putToken, putWeighted, takeWeighted, tokenOf, transform, transformBack, turnPoint } from './fft_row';

/** The number below P whose bits are those of `place` in reverse. */
function bitReversed(place: u32, P: u32): u32 {
  let reversed: u32 = 0;
  for (let bit: u32 = 1, other = P >> 1; bit < P; bit <<= 1, other >>= 1) if (place & bit) reversed |= other;
  return reversed;
}

/** A unit of both kernels is a row of four channels. Scratch holds that row. */
export function fft_split(
  from: u32,
  to: u32,
  scratch: usize,
  roots: usize,
  x: usize,
  blocks: usize,
  L: u32,
  D: u32,
  P: u32,
  M: u32,
  reverse: u32,
): void {
  const lines = (D + 3) >> 2;
  const points = P * M;
  for (let unit = from; unit < to; unit++) {
    const b = unit / lines / M;
    const m = (unit / lines) % M;
    const d = (unit % lines) * 4;
    for (let p: u32 = 0; p < P; p++) {
      const t = p * M + m;
      putWeighted(scratch + POINT * p, tokenOf(x, b, t, d, L, D, reverse !== 0), roots, points, t);
    }
    transform(scratch, P, roots, points);
    for (let p: u32 = 0; p < P; p++) {
      const point = scratch + POINT * p;
      turnPoint(point, roots, m * bitReversed(p, P), false);
      storeComplex(at(blocks, 2 * (((b * P + p) * M + m) * D + d)), v128.load(point), v128.load(point, 16), D - d);
    }
  }
}

export function fft_merge(
  from: u32,
  to: u32,
  scratch: usize,
  roots: usize,
  blocks: usize,
  y: usize,
  L: u32,
  D: u32,
  P: u32,
  M: u32,
  reverse: u32,
  accumulate: u32,
): void {
  const lines = (D + 3) >> 2;
  const points = P * M;
  for (let unit = from; unit < to; unit++) {
    const b = unit / lines / M;
    const m = (unit / lines) % M;
    const d = (unit % lines) * 4;
    for (let p: u32 = 0; p < P; p++) {
      const point = scratch + POINT * p;
      const own = at(blocks, 2 * (((b * P + p) * M + m) * D + d));
      v128.store(point, loadReal(own, D - d));
      v128.store(point, loadImaginary(own, D - d), 16);
      turnPoint(point, roots, m * bitReversed(p, P), true);
    }
    transformBack(scratch, P, roots, points);
    for (let p: u32 = 0; p < P; p++) {
      const t = p * M + m;
      if (t >= L) continue;
      const own = takeWeighted(scratch + POINT * p, roots, points, t);
      putToken(y, own, b, t, d, L, D, reverse !== 0, accumulate !== 0);
    }
  }
}

export function fft_split_units(B: u32, D: u32, M: u32): u32 {
  return B * M * ((D + 3) >> 2);
}

export function fft_split_scratch(P: u32): u32 {
  return <u32>POINT * P;
}

export function fft_merge_units(B: u32, D: u32, M: u32): u32 {
  return B * M * ((D + 3) >> 2);
}

export function fft_merge_scratch(P: u32): u32 {
  return <u32>POINT * P;
}
