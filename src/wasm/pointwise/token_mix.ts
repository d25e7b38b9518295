import { at, loadSome, multiplyAdd, putSome, storeSome } from '../shared/lanes';

/** A unit is a sequence. */
export function shift_in(from: u32, to: u32, x: usize, state: usize, padded: usize, L: u32, D: u32): void {
  for (let b = from; b < to; b++) {
    const last = at(state, b * D);
    const first = at(padded, b * (L + 1) * D);
    memory.copy(first, last, (<usize>D) << 2);
    memory.copy(at(first, D), at(x, b * L * D), (<usize>(L * D)) << 2);
    memory.copy(last, at(x, (b * L + L - 1) * D), (<usize>D) << 2);
  }
}

/** A token's row of `values`, and by `before` whether a row of its sequence is before it. */
function rowOf(values: usize, row: u32, L: u32, D: u32, padded: u32): usize {
  return at(values, ((row / L) * (L + padded) + (row % L) + padded) * D);
}

function isSecond(row: u32, L: u32, padded: u32): bool {
  return (row % L) + padded > 0;
}

/** Four of the numbers of the token before, less those of the token itself. */
function stepOf(own: usize, i: u32, D: u32, second: bool): v128 {
  const before = second ? loadSome(at(own, i) - ((<usize>D) << 2), D - i) : f32x4.splat(0);
  return f32x4.sub(before, loadSome(at(own, i), D - i));
}

/** A unit is a row. */
export function token_mix(
  from: u32,
  to: u32,
  values: usize,
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  e: usize,
  f: usize,
  mixed: usize,
  L: u32,
  D: u32,
  padded: u32,
): void {
  for (let row = from; row < to; row++) {
    const own = rowOf(values, row, L, D, padded);
    const second = isSecond(row, L, padded);
    const target = at(mixed, row * 6 * D);
    for (let i: u32 = 0; i < D; i += 4) {
      const some = D - i;
      const x = loadSome(at(own, i), some);
      const step = stepOf(own, i, D, second);
      storeSome(at(target, i), multiplyAdd(step, loadSome(at(a, i), some), x), some);
      storeSome(at(target, D + i), multiplyAdd(step, loadSome(at(b, i), some), x), some);
      storeSome(at(target, 2 * D + i), multiplyAdd(step, loadSome(at(c, i), some), x), some);
      storeSome(at(target, 3 * D + i), multiplyAdd(step, loadSome(at(d, i), some), x), some);
      storeSome(at(target, 4 * D + i), multiplyAdd(step, loadSome(at(e, i), some), x), some);
      storeSome(at(target, 5 * D + i), multiplyAdd(step, loadSome(at(f, i), some), x), some);
    }
  }
}

/** A mixture's part of the gradient of four numbers of a token; `next`: there is a token after it. */
function given(sum: v128, dmixed: usize, share: usize, i: u32, D: u32, next: bool): v128 {
  const some = D - i;
  const own = loadSome(at(share, i), some);
  const pull = loadSome(dmixed, some);
  const later = next ? loadSome(at(dmixed, 6 * D), some) : f32x4.splat(0);
  return f32x4.add(sum, multiplyAdd(f32x4.sub(later, pull), own, pull));
}

/** A unit is a row. */
export function token_mix_input(
  from: u32,
  to: u32,
  dmixed: usize,
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  e: usize,
  f: usize,
  dx: usize,
  L: u32,
  D: u32,
  accumulate: u32,
): void {
  for (let row = from; row < to; row++) {
    const next = (row % L) + 1 < L;
    for (let i: u32 = 0; i < D; i += 4) {
      const pulls = at(dmixed, row * 6 * D + i);
      let sum = given(f32x4.splat(0), pulls, a, i, D, next);
      sum = given(sum, at(pulls, D), b, i, D, next);
      sum = given(sum, at(pulls, 2 * D), c, i, D, next);
      sum = given(sum, at(pulls, 3 * D), d, i, D, next);
      sum = given(sum, at(pulls, 4 * D), e, i, D, next);
      sum = given(sum, at(pulls, 5 * D), f, i, D, next);
      putSome(at(dx, row * D + i), sum, D - i, accumulate !== 0);
    }
  }
}

/** A unit is a copy of the gradients, of a segment of rows. */
export function token_mix_weight(
  from: u32,
  to: u32,
  values: usize,
  dmixed: usize,
  da: usize,
  db: usize,
  dc: usize,
  dd: usize,
  de: usize,
  df: usize,
  B: u32,
  L: u32,
  D: u32,
  padded: u32,
  segment: u32,
): void {
  for (let copy = from; copy < to; copy++) {
    const last = min(B * L, (copy + 1) * segment);
    for (let part: u32 = 0; part < 6; part++) {
      const sums = at(
        part < 3 ? (part === 0 ? da : part === 1 ? db : dc) : part === 3 ? dd : part === 4 ? de : df,
        copy * D,
      );
      for (let i: u32 = 0; i < D; i += 4) {
        let sum = f32x4.splat(0);
        for (let row = copy * segment; row < last; row++) {
          const step = stepOf(rowOf(values, row, L, D, padded), i, D, isSecond(row, L, padded));
          sum = multiplyAdd(step, loadSome(at(dmixed, (row * 6 + part) * D + i), D - i), sum);
        }
        storeSome(at(sums, i), sum, D - i);
      }
    }
  }
}

export function shift_in_units(B: u32): u32 {
  return B;
}

export function token_mix_units(B: u32, L: u32): u32 {
  return B * L;
}

export function token_mix_input_units(B: u32, L: u32): u32 {
  return B * L;
}

export function token_mix_weight_units(B: u32, L: u32, segment: u32): u32 {
  return (B * L + segment - 1) / segment;
}
