import { at, imaginaryOf, loadSome, realOf, storeSome } from '../shared/lanes';

// A row is P complex numbers of four channels. Each number takes a register of real parts and one of imaginary parts. `roots` is what
// `fftRoots` of gpu/kernels/convolution/fft_shape.ts makes for `points` points.

/** Bytes of a point. */
export const POINT: usize = 32;

/** The real part of factor `index` of the roots, in all lanes. */
function rootRe(roots: usize, index: u32): v128 {
  return v128.load32_splat(at(roots, 2 * index));
}

function rootIm(roots: usize, index: u32): v128 {
  return v128.load32_splat(at(roots, 2 * index + 1));
}

/** Decimation in frequency: natural order in, bit-reversed order out, e^(-2πi j k / P). */
export function transform(row: usize, P: u32, roots: usize, points: u32): void {
  const zero = f32x4.splat(0);
  for (let h = P >> 1; h >= 1; h >>= 1) {
    const step = points / (2 * h);
    const far = POINT * h;
    for (let k: u32 = 0; k < h; k++) {
      const c = rootRe(roots, k * step);
      const s = rootIm(roots, k * step);
      for (let j = k; j < P; j += 2 * h) {
        const near = row + POINT * j;
        const re = v128.load(near);
        const im = v128.load(near, 16);
        const otherRe = v128.load(near + far);
        const otherIm = v128.load(near + far, 16);
        const dr = f32x4.sub(re, otherRe);
        const di = f32x4.sub(im, otherIm);
        v128.store(near, f32x4.add(re, otherRe));
        v128.store(near, f32x4.add(im, otherIm), 16);
        v128.store(near + far, realOf(dr, di, c, s, zero));
        v128.store(near + far, imaginaryOf(dr, di, c, s, zero), 16);
      }
    }
  }
}

/** P times the inverse: bit-reversed order in, natural order out. */
export function transformBack(row: usize, P: u32, roots: usize, points: u32): void {
  const zero = f32x4.splat(0);
  for (let h: u32 = 1; h < P; h <<= 1) {
    const step = points / (2 * h);
    const far = POINT * h;
    for (let k: u32 = 0; k < h; k++) {
      const c = rootRe(roots, k * step);
      const s = f32x4.neg(rootIm(roots, k * step));
      for (let j = k; j < P; j += 2 * h) {
        const near = row + POINT * j;
        const re = v128.load(near);
        const im = v128.load(near, 16);
        const otherRe = v128.load(near + far);
        const otherIm = v128.load(near + far, 16);
        const br = realOf(otherRe, otherIm, c, s, zero);
        const bi = imaginaryOf(otherRe, otherIm, c, s, zero);
        v128.store(near, f32x4.add(re, br));
        v128.store(near, f32x4.add(im, bi), 16);
        v128.store(near + far, f32x4.sub(re, br));
        v128.store(near + far, f32x4.sub(im, bi), 16);
      }
    }
  }
}

/** Writes a point: the numbers of four channels times weight t. */
export function putWeighted(point: usize, x: v128, roots: usize, points: u32, t: u32): void {
  v128.store(point, f32x4.mul(x, rootRe(roots, points + t)));
  v128.store(point, f32x4.mul(x, rootIm(roots, points + t)), 16);
}

/** The real part of a point times the conjugate of weight t. */
export function takeWeighted(point: usize, roots: usize, points: u32, t: u32): v128 {
  const re = v128.load(point);
  const im = v128.load(point, 16);
  return realOf(re, im, rootRe(roots, points + t), f32x4.neg(rootIm(roots, points + t)), f32x4.splat(0));
}

/** Multiplies a point by root `index`, or by its conjugate. */
export function turnPoint(point: usize, roots: usize, index: u32, back: bool): void {
  const c = rootRe(roots, index);
  const s = back ? f32x4.neg(rootIm(roots, index)) : rootIm(roots, index);
  const re = v128.load(point);
  const im = v128.load(point, 16);
  v128.store(point, realOf(re, im, c, s, f32x4.splat(0)));
  v128.store(point, imaginaryOf(re, im, c, s, f32x4.splat(0)), 16);
}

/** Row t of x (…, L, D) from channel d on, or row t in reverse order of time; zero beyond L. */
export function tokenOf(x: usize, b: u32, t: u32, d: u32, L: u32, D: u32, reverse: bool): v128 {
  if (t >= L) return f32x4.splat(0);
  return loadSome(at(x, (b * L + (reverse ? L - 1 - t : t)) * D + d), D - d);
}

export function putToken(y: usize, own: v128, b: u32, t: u32, d: u32, L: u32, D: u32, reverse: bool, adds: bool): void {
  if (t >= L) return;
  const target = at(y, (b * L + (reverse ? L - 1 - t : t)) * D + d);
  storeSome(target, adds ? f32x4.add(loadSome(target, D - d), own) : own, D - d);
}
