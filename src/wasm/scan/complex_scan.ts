import {
  at,
  imaginaryOf,
  loadImaginary,
  loadReal,
  loadSome,
  multiplyAdd,
  realOf,
  storeComplex,
  storeSome,
  subtractProduct,
} from '../shared/lanes';

/** A unit of both is four states of a sequence. */
export function complex_scan(
  from: u32,
  to: u32,
  modes: usize,
  rows: usize,
  state: usize,
  L: u32,
  N: u32,
  stride: u32,
  b: u32,
  h: u32,
  carry: u32,
): void {
  const blocks = (N + 3) >> 2;
  for (let unit = from; unit < to; unit++) {
    const sequence = unit / blocks;
    const n = (unit % blocks) * 4;
    const count = N - n;
    const decayRe = loadSome(at(modes, n), count);
    const decayIm = loadSome(at(modes, N + n), count);
    const scale = loadSome(at(modes, 2 * N + n), count);
    const kept = at(state, 2 * (sequence * N + n));
    let re = carry ? loadReal(kept, count) : f32x4.splat(0);
    let im = carry ? loadImaginary(kept, count) : f32x4.splat(0);
    for (let t: u32 = 0; t < L; t++) {
      const own = at(rows, (sequence * L + t) * stride + n);
      const next = realOf(decayRe, decayIm, re, im, f32x4.mul(scale, loadSome(at(own, b), count)));
      im = imaginaryOf(decayRe, decayIm, re, im, f32x4.mul(scale, loadSome(at(own, b + N), count)));
      re = next;
      storeSome(at(own, h), re, count);
      storeSome(at(own, h + N), f32x4.neg(im), count);
    }
    if (carry) storeComplex(kept, re, im, count);
  }
}

export function complex_scan_backward(
  from: u32,
  to: u32,
  modes: usize,
  rows: usize,
  before: usize,
  drows: usize,
  sums: usize,
  L: u32,
  N: u32,
  stride: u32,
  b: u32,
  h: u32,
  carry: u32,
  d_stride: u32,
  db: u32,
  dh: u32,
): void {
  const blocks = (N + 3) >> 2;
  const zero = f32x4.splat(0);
  for (let unit = from; unit < to; unit++) {
    const sequence = unit / blocks;
    const n = (unit % blocks) * 4;
    const count = N - n;
    const decayRe = loadSome(at(modes, n), count);
    const decayIm = loadSome(at(modes, N + n), count);
    const scale = loadSome(at(modes, 2 * N + n), count);
    const start = at(before, 2 * (sequence * N + n));
    let adjointRe = zero;
    let adjointIm = zero;
    let alongs = zero;
    let turns = zero;
    let inputs = zero;
    for (let t = L; t-- > 0; ) {
      const own = at(rows, (sequence * L + t) * stride + n);
      const pulled = at(drows, (sequence * L + t) * d_stride + n);
      let re = zero;
      let im = zero;
      if (t > 0) {
        const last = own - ((<usize>stride) << 2);
        re = loadSome(at(last, h), count);
        im = f32x4.neg(loadSome(at(last, h + N), count));
      } else if (carry) {
        re = loadReal(start, count);
        im = loadImaginary(start, count);
      }
      const keptRe = realOf(decayRe, decayIm, re, im, zero);
      const keptIm = imaginaryOf(decayRe, decayIm, re, im, zero);
      const gRe = f32x4.add(loadSome(at(pulled, dh), count), adjointRe);
      const gIm = f32x4.sub(adjointIm, loadSome(at(pulled, dh + N), count));
      alongs = multiplyAdd(gRe, keptRe, multiplyAdd(gIm, keptIm, alongs));
      turns = multiplyAdd(gRe, keptIm, subtractProduct(gIm, keptRe, turns));
      inputs = multiplyAdd(gRe, loadSome(at(own, b), count), inputs);
      inputs = multiplyAdd(gIm, loadSome(at(own, b + N), count), inputs);
      storeSome(at(pulled, db), f32x4.mul(scale, gRe), count);
      storeSome(at(pulled, db + N), f32x4.mul(scale, gIm), count);
      const turned = f32x4.neg(decayIm);
      adjointRe = realOf(decayRe, turned, gRe, gIm, zero);
      adjointIm = imaginaryOf(decayRe, turned, gRe, gIm, zero);
    }
    const place = at(sums, 5 * sequence * N + n);
    storeSome(place, alongs, count);
    storeSome(at(place, N), turns, count);
    storeSome(at(place, 2 * N), inputs, count);
    storeSome(at(place, 3 * N), adjointRe, count);
    storeSome(at(place, 4 * N), adjointIm, count);
  }
}

export function complex_scan_units(B: u32, N: u32): u32 {
  return B * ((N + 3) >> 2);
}

export function complex_scan_backward_units(B: u32, N: u32): u32 {
  return B * ((N + 3) >> 2);
}
