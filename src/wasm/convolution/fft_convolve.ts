import { at, imaginaryOf, loadImaginary, loadReal, loadSome, realOf, storeComplex } from '../shared/lanes';
import { POINT, putToken, putWeighted, takeWeighted, tokenOf, transform, transformBack } from './fft_row';

/** Row m of M blocks (…, M, P, D) of complex numbers, or for M = 1 a weighted row of x (…, L, D). */
function readRow(
  x: usize,
  row: usize,
  roots: usize,
  b: u32,
  m: u32,
  d: u32,
  L: u32,
  D: u32,
  M: u32,
  P: u32,
  reverse: bool,
): void {
  for (let t: u32 = 0; t < P; t++) {
    const point = row + POINT * t;
    if (M > 1) {
      const from = at(x, 2 * (((b * M + m) * P + t) * D + d));
      v128.store(point, loadReal(from, D - d));
      v128.store(point, loadImaginary(from, D - d), 16);
    } else {
      putWeighted(point, tokenOf(x, b, t, d, L, D, reverse), roots, M * P, t < L ? t : 0);
    }
  }
}

function writeRow(
  y: usize,
  row: usize,
  roots: usize,
  b: u32,
  m: u32,
  d: u32,
  L: u32,
  D: u32,
  M: u32,
  P: u32,
  reverse: bool,
  adds: bool,
): void {
  for (let t: u32 = 0; t < P; t++) {
    const point = row + POINT * t;
    if (M > 1) {
      const to = at(y, 2 * (((b * M + m) * P + t) * D + d));
      const re = v128.load(point);
      const im = v128.load(point, 16);
      const sumRe = adds ? f32x4.add(re, loadReal(to, D - d)) : re;
      const sumIm = adds ? f32x4.add(im, loadImaginary(to, D - d)) : im;
      storeComplex(to, sumRe, sumIm, D - d);
    } else if (t < L) {
      putToken(y, takeWeighted(point, roots, M * P, t), b, t, d, L, D, reverse, adds);
    }
  }
}

/** Multiplies a row by the filters of its channels -> product, which may be the row itself. */
function filter(row: usize, filters: usize, m: u32, d: u32, D: u32, P: u32, product: usize): void {
  for (let p: u32 = 0; p < P; p++) {
    const from = at(filters, 2 * ((m * P + p) * D + d));
    const fRe = loadReal(from, D - d);
    const fIm = loadImaginary(from, D - d);
    const re = v128.load(row + POINT * p);
    const im = v128.load(row + POINT * p, 16);
    v128.store(product + POINT * p, realOf(re, im, fRe, fIm, f32x4.splat(0)));
    v128.store(product + POINT * p, imaginaryOf(re, im, fRe, fIm, f32x4.splat(0)), 16);
  }
}

/** A unit is a row of four channels. Scratch holds that row. */
export function fft_filter(
  from: u32,
  to: u32,
  scratch: usize,
  roots: usize,
  x: usize,
  skip: usize,
  filters: usize,
  L: u32,
  D: u32,
  M: u32,
  P: u32,
): void {
  const blocks = (D + 3) >> 2;
  const share = f32x4.splat(1 / <f32>(M * P));
  for (let unit = from; unit < to; unit++) {
    const m = unit / blocks;
    const d = (unit % blocks) * 4;
    const through = loadSome(at(skip, d), D - d);
    readRow(x, scratch, roots, 0, m, d, L, D, M, P, false);
    transform(scratch, P, roots, M * P);
    for (let p: u32 = 0; p < P; p++) {
      const re = f32x4.mul(f32x4.add(v128.load(scratch + POINT * p), through), share);
      const im = f32x4.mul(v128.load(scratch + POINT * p, 16), share);
      storeComplex(at(filters, 2 * ((m * P + p) * D + d)), re, im, D - d);
    }
  }
}

/** A unit is a row of four channels. Scratch holds that row. */
export function fft_convolve(
  from: u32,
  to: u32,
  scratch: usize,
  roots: usize,
  filters: usize,
  x: usize,
  y: usize,
  L: u32,
  D: u32,
  M: u32,
  P: u32,
): void {
  const blocks = (D + 3) >> 2;
  for (let unit = from; unit < to; unit++) {
    const b = unit / blocks / M;
    const m = (unit / blocks) % M;
    const d = (unit % blocks) * 4;
    readRow(x, scratch, roots, b, m, d, L, D, M, P, false);
    transform(scratch, P, roots, M * P);
    filter(scratch, filters, m, d, D, P, scratch);
    transformBack(scratch, P, roots, M * P);
    writeRow(y, scratch, roots, b, m, d, L, D, M, P, false, false);
  }
}

/** A unit is a copy of the kernel's gradient, and a row of four channels. Scratch holds four rows. */
export function fft_convolve_backward(
  from: u32,
  to: u32,
  scratch: usize,
  roots: usize,
  filters: usize,
  x: usize,
  dy: usize,
  dx: usize,
  dkernel: usize,
  B: u32,
  L: u32,
  D: u32,
  M: u32,
  P: u32,
  copies: u32,
  accumulate: u32,
): void {
  const blocks = (D + 3) >> 2;
  const span = (B + copies - 1) / copies;
  const back = scratch + POINT * P;
  const product = back + POINT * P;
  const sum = product + POINT * P;
  const share = f32x4.splat(1 / <f32>(M * P));
  for (let unit = from; unit < to; unit++) {
    const copy = unit / blocks / M;
    const m = (unit / blocks) % M;
    const d = (unit % blocks) * 4;
    memory.fill(sum, 0, POINT * P);
    for (let b = copy * span; b < min(B, (copy + 1) * span); b++) {
      readRow(dy, back, roots, b, m, d, L, D, M, P, true);
      transform(back, P, roots, M * P);
      filter(back, filters, m, d, D, P, product);
      transformBack(product, P, roots, M * P);
      writeRow(dx, product, roots, b, m, d, L, D, M, P, true, accumulate !== 0);
      readRow(x, scratch, roots, b, m, d, L, D, M, P, false);
      transform(scratch, P, roots, M * P);
      for (let p: usize = 0; p < POINT * P; p += POINT) {
        const re = v128.load(scratch + p);
        const im = v128.load(scratch + p, 16);
        const otherRe = f32x4.mul(v128.load(back + p), share);
        const otherIm = f32x4.mul(v128.load(back + p, 16), share);
        v128.store(sum + p, realOf(re, im, otherRe, otherIm, v128.load(sum + p)));
        v128.store(sum + p, imaginaryOf(re, im, otherRe, otherIm, v128.load(sum + p, 16)), 16);
      }
    }
    transformBack(sum, P, roots, M * P);
    writeRow(dkernel, sum, roots, copy, m, d, L, D, M, P, true, false);
  }
}

export function fft_filter_units(D: u32, M: u32): u32 {
  return M * ((D + 3) >> 2);
}

export function fft_filter_scratch(P: u32): u32 {
  return <u32>POINT * P;
}

export function fft_convolve_units(B: u32, D: u32, M: u32): u32 {
  return B * M * ((D + 3) >> 2);
}

export function fft_convolve_scratch(P: u32): u32 {
  return <u32>POINT * P;
}

export function fft_convolve_backward_units(D: u32, M: u32, copies: u32): u32 {
  return copies * M * ((D + 3) >> 2);
}

export function fft_convolve_backward_scratch(P: u32): u32 {
  return 4 * <u32>POINT * P;
}
