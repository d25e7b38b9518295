import { expOne, logOne } from '../shared/functions';
import { at, putSome } from '../shared/lanes';

/** Later positions count as this one. */
const LAST: u32 = 32768;

/** Multiplies the queries and the keys of a row by their factors, and copies its values. */
function scale(from: usize, to: usize, position: u32, D: u32, heads: u32, sharing: u32, adds: bool): void {
  const d = D / heads;
  const half = (d + 1) / 2;
  const keys = D / sharing;
  const steps: u32 = min(position, LAST);
  const turns: f32 = <f32>steps / 512;
  for (let pair: u32 = 0; pair < half; pair++) {
    const twice: u32 = 2 * pair;
    const share: f32 = <f32>twice / <f32>d;
    const fade = turns * logOne((share + <f32>0.4) / <f32>1.4);
    const ofQuery = expOne(fade);
    const ofKey = expOne(-fade);
    for (let column: u32 = 0; column < D + keys; column += d) {
      const factor = column < D ? ofQuery : ofKey;
      put(at(from, column + pair), at(to, column + pair), factor, adds);
      if (pair + half < d) put(at(from, column + pair + half), at(to, column + pair + half), factor, adds);
    }
  }
  for (let column = D + keys; column < D + 2 * keys; column++) put(at(from, column), at(to, column), 1, adds);
}

function put(from: usize, to: usize, factor: f32, adds: bool): void {
  putSome(to, f32x4.splat(load<f32>(from) * factor), 1, adds);
}

/** A unit is a row. */
export function xpos_scale(
  from: u32,
  to: u32,
  qkv: usize,
  cursor: usize,
  out: usize,
  L: u32,
  D: u32,
  heads: u32,
  sharing: u32,
  from_cursor: u32,
): void {
  const stride = D + 2 * (D / sharing);
  const first: u32 = from_cursor ? load<u32>(cursor) : 0;
  for (let row = from; row < to; row++) {
    scale(at(qkv, row * stride), at(out, row * stride), first + (row % L), D, heads, sharing, false);
  }
}

/** A unit is a row. */
export function xpos_scale_backward(
  from: u32,
  to: u32,
  dout: usize,
  dqkv: usize,
  L: u32,
  D: u32,
  heads: u32,
  sharing: u32,
  accumulate: u32,
): void {
  const stride = D + 2 * (D / sharing);
  for (let row = from; row < to; row++) {
    scale(at(dout, row * stride), at(dqkv, row * stride), row % L, D, heads, sharing, accumulate !== 0);
  }
}

export function xpos_scale_units(B: u32, L: u32): u32 {
  return B * L;
}

export function xpos_scale_backward_units(B: u32, L: u32): u32 {
  return B * L;
}
