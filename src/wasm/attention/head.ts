import { at } from '../shared/lanes';
import { sineAndCosine, turnOf } from '../shared/turn';

/** Copies a vector of d numbers, turned to its position and scaled, to places `step` bytes apart. */
export function copyTurned(
  from: usize,
  d: u32,
  frequencies: usize,
  position: u32,
  scale: f32,
  to: usize,
  step: usize,
): void {
  const half = (d + 1) >> 1;
  for (let pair: u32 = 0; pair < d - half; pair++) {
    const both = sineAndCosine(turnOf(frequencies, pair, position));
    const cos = <f32>f64x2.extract_lane(both, 1) * scale;
    const sin = <f32>f64x2.extract_lane(both, 0) * scale;
    const a = load<f32>(at(from, pair));
    const b = load<f32>(at(from, pair + half));
    store<f32>(to + step * pair, a * cos - b * sin);
    store<f32>(to + step * (pair + half), b * cos + a * sin);
  }
  if (d & 1) store<f32>(to + step * (half - 1), load<f32>(at(from, half - 1)) * scale);
}

/** Copies a vector of d numbers to places `step` bytes apart. */
export function copyApart(from: usize, d: u32, to: usize, step: usize): void {
  for (let i: u32 = 0; i < d; i++) store<f32>(to + step * i, load<f32>(at(from, i)));
}

/** The address of vector j in row panels (…, d, 8). It is a column: its elements lie 32 bytes apart. */
export function columnAt(panels: usize, j: u32, d: u32): usize {
  return at(panels, (j >> 3) * 8 * d + (j & 7));
}

/** Copies a vector of d numbers as row j of column panels (d / 8 rounded up, rows, 8), zero beyond d. */
export function copyToPanels(from: usize, d: u32, j: u32, rows: u32, panels: usize): void {
  for (let i: u32 = 0; i < ((d + 7) >> 3) << 3; i++) {
    store<f32>(at(panels, ((i >> 3) * rows + j) * 8 + (i & 7)), i < d ? load<f32>(at(from, i)) : 0);
  }
}
