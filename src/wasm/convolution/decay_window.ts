import { exp } from '../shared/functions';
import { at, loadSome, storeSome } from '../shared/lanes';

/** What a lag leaves of columns `column` to `column + 4`. */
function factorOf(column: u32, stride: u32, l: u32, slow: f32, fast: f32, shift: f32): v128 {
  const step = (fast - slow) / <f32>(max<u32>(stride, 2) - 1);
  const columns = f32x4.add(f32x4.splat(<f32>column), f32x4(0, 1, 2, 3));
  const rates = f32x4.add(f32x4.splat(slow), f32x4.mul(columns, f32x4.splat(step)));
  return f32x4.add(exp(f32x4.mul(rates, f32x4.splat(-(<f32>l)))), f32x4.splat(shift));
}

/** A unit of both is a lag. */
export function decay_window(
  from: u32,
  to: u32,
  h: usize,
  skip: usize,
  K: usize,
  D: u32,
  stride: u32,
  offset: u32,
  slow: f32,
  fast: f32,
  shift: f32,
): void {
  for (let l = from; l < to; l++) {
    for (let d: u32 = 0; d < D; d += 4) {
      const column = offset + d;
      const factor = factorOf(column, stride, l, slow, fast, shift);
      let tap = f32x4.mul(loadSome(at(h, l * stride + column), D - d), factor);
      if (l === 0) tap = f32x4.add(tap, loadSome(at(skip, column), D - d));
      storeSome(at(K, l * D + d), tap, D - d);
    }
  }
}

export function decay_window_backward(
  from: u32,
  to: u32,
  dK: usize,
  dh: usize,
  dskip: usize,
  L: u32,
  D: u32,
  stride: u32,
  offset: u32,
  slow: f32,
  fast: f32,
  shift: f32,
  summands: u32,
): void {
  for (let l = from; l < to; l++) {
    for (let d: u32 = 0; d < D; d += 4) {
      const column = offset + d;
      let pull = f32x4.splat(0);
      for (let s: u32 = 0; s < summands; s++) pull = f32x4.add(pull, loadSome(at(dK, (s * L + l) * D + d), D - d));
      const factor = factorOf(column, stride, l, slow, fast, shift);
      storeSome(at(dh, l * stride + column), f32x4.mul(pull, factor), D - d);
      if (l === 0) storeSome(at(dskip, column), pull, D - d);
    }
  }
}

export function decay_window_units(L: u32): u32 {
  return L;
}

export function decay_window_backward_units(L: u32): u32 {
  return L;
}
