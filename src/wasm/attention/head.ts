import { at, loadSome, storeSome } from '../shared/lanes';
import { sineAndCosine, turnOf } from '../shared/turn';

/** Bytes of a row of `turnRows`. */
export function turnBytes(d: u32): u32 {
  return (d >> 1) << 3;
}

/** For `count` positions from `first` on: a row of the cosines of all pairs of d numbers, then their sines. */
export function turnRows(frequencies: usize, first: u32, count: u32, d: u32, rows: usize): void {
  const pairs = d >> 1;
  for (let position = first; position < first + count; position++, rows += turnBytes(d)) {
    for (let pair: u32 = 0; pair < pairs; pair++) {
      const both = sineAndCosine(turnOf(frequencies, pair, position));
      store<f32>(at(rows, pair), <f32>f64x2.extract_lane(both, 1));
      store<f32>(at(rows, pairs + pair), <f32>f64x2.extract_lane(both, 0));
    }
  }
}

/** Copies a vector of d numbers, turned by a row of `turnRows` and scaled, to places `step` bytes apart. */
export function copyTurned(from: usize, d: u32, row: usize, scale: f32, to: usize, step: usize): void {
  const pairs = d >> 1;
  const half = d - pairs;
  const scales = f32x4.splat(scale);
  for (let pair: u32 = 0; pair < pairs; pair += 4) {
    const count = pairs - pair;
    const cos = f32x4.mul(loadSome(at(row, pair), count), scales);
    const sin = f32x4.mul(loadSome(at(row, pairs + pair), count), scales);
    const a = loadSome(at(from, pair), count);
    const b = loadSome(at(from, pair + half), count);
    storeApart(to + step * pair, step, f32x4.sub(f32x4.mul(a, cos), f32x4.mul(b, sin)), count);
    storeApart(to + step * (pair + half), step, f32x4.add(f32x4.mul(b, cos), f32x4.mul(a, sin)), count);
  }
  if (d & 1) store<f32>(to + step * (half - 1), load<f32>(at(from, half - 1)) * scale);
}

/** The first `count` lanes, at most 4, to places `step` bytes apart. */
function storeApart(to: usize, step: usize, lanes: v128, count: u32): void {
  if (step === 4) {
    storeSome(to, lanes, count);
    return;
  }
  v128.store_lane<f32>(to, lanes, 0);
  if (count > 1) v128.store_lane<f32>(to + step, lanes, 1);
  if (count > 2) v128.store_lane<f32>(to + 2 * step, lanes, 2);
  if (count > 3) v128.store_lane<f32>(to + 3 * step, lanes, 3);
}

/** Copies a vector of d numbers to places `step` bytes apart. */
export function copyApart(from: usize, d: u32, to: usize, step: usize): void {
  for (let i: u32 = 0; i < d; i += 4) storeApart(to + step * i, step, loadSome(at(from, i), d - i), d - i);
}

/** The address of vector j in row panels (…, d, 8). It is a column: its elements lie 32 bytes apart. */
export function columnAt(panels: usize, j: u32, d: u32): usize {
  return at(panels, (j >> 3) * 8 * d + (j & 7));
}

/** Copies a vector of d numbers as row j of column panels (d / 8 rounded up, rows, 8), zero beyond d. */
export function copyToPanels(from: usize, d: u32, j: u32, rows: u32, panels: usize): void {
  for (let i: u32 = 0; i < d; i += 8) {
    const to = at(panels, i * rows + j * 8);
    v128.store(to, loadSome(at(from, i), d - i));
    v128.store(to, d > i + 4 ? loadSome(at(from, i + 4), d - i - 4) : f32x4.splat(0), 16);
  }
}
