import { at } from '../shared/lanes';
import { sineAndCosine, turnOf } from '../shared/turn';

/** Turns heads of K, `width` elements in all, by a position, backward if `sign` is -1. */
function rotate(source: usize, target: usize, frequencies: usize, position: u32, K: u32, width: u32, sign: f32): void {
  const half = (K + 1) / 2;
  for (let pair: u32 = 0; pair < half; pair++) {
    const turn = turnOf(frequencies, pair, position);
    const both = sineAndCosine(turn);
    const cosine = <f32>f64x2.extract_lane(both, 1);
    const sine = sign * <f32>f64x2.extract_lane(both, 0);
    const alone = pair + half >= K;
    for (let i = pair; i < width; i += K) {
      const a = load<f32>(at(source, i));
      if (alone) {
        store<f32>(at(target, i), a);
        continue;
      }
      const b = load<f32>(at(source, i + half));
      store<f32>(at(target, i), a * cosine - b * sine);
      store<f32>(at(target, i + half), b * cosine + a * sine);
    }
  }
}

function firstPosition(cursor: usize, from_cursor: u32): u32 {
  return from_cursor ? <u32>max<i32>(0, load<i32>(cursor)) : 0;
}

/** A unit is a row. */
export function rotate_heads(
  from: u32,
  to: u32,
  values: usize,
  frequencies: usize,
  cursor: usize,
  y: usize,
  L: u32,
  K: u32,
  width: u32,
  stride: u32,
  x: u32,
  from_cursor: u32,
): void {
  const first = firstPosition(cursor, from_cursor);
  for (let row = from; row < to; row++) {
    rotate(at(values, row * stride + x), at(y, row * width), frequencies, first + (row % L), K, width, 1);
  }
}

/** A unit is a row. */
export function rotate_heads_backward(
  from: u32,
  to: u32,
  dy: usize,
  frequencies: usize,
  cursor: usize,
  dvalues: usize,
  L: u32,
  K: u32,
  width: u32,
  d_stride: u32,
  dx: u32,
  from_cursor: u32,
): void {
  const first = firstPosition(cursor, from_cursor);
  for (let row = from; row < to; row++) {
    rotate(at(dy, row * width), at(dvalues, row * d_stride + dx), frequencies, first + (row % L), K, width, -1);
  }
}

export function rotate_heads_units(B: u32, L: u32): u32 {
  return B * L;
}

export function rotate_heads_backward_units(B: u32, L: u32): u32 {
  return B * L;
}
