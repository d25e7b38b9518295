import { at } from '../shared/lanes';

/** Columns of a panel: as many as two registers hold. */
export const PANEL: u32 = 8;

/** Copies up to 8 columns of b (inner, stride) to a panel (inner, 8), zero beyond `columns`. */
export function packColumns(b: usize, stride: u32, inner: u32, columns: u32, panel: usize): void {
  const step = (<usize>stride) << 2;
  if (columns >= PANEL) {
    for (let k: u32 = 0; k < inner; k++, b += step, panel += 32) {
      v128.store(panel, v128.load(b));
      v128.store(panel, v128.load(b, 16), 16);
    }
    return;
  }
  for (let k: u32 = 0; k < inner; k++, b += step, panel += 32) {
    for (let n: u32 = 0; n < PANEL; n++) store<f32>(at(panel, n), n < columns ? load<f32>(at(b, n)) : 0);
  }
}

/** Copies up to 8 rows of b (columns, stride) to a panel (inner, 8): the same columns of its transpose. */
export function packRows(b: usize, stride: u32, inner: u32, columns: u32, panel: usize): void {
  const row = (<usize>stride) << 2;
  const whole = columns >= PANEL ? inner & ~3 : 0;
  for (let k: u32 = 0; k < whole; k += 4) {
    const from = at(b, k);
    const to = panel + ((<usize>k) << 5);
    transpose(from, row, to);
    transpose(from + 4 * row, row, to + 16);
  }
  for (let n: u32 = 0; n < PANEL; n++) {
    let to = at(panel, n + whole * PANEL);
    let from = b + <usize>n * row + ((<usize>whole) << 2);
    if (n < columns) {
      for (let k = whole; k < inner; k++, to += 32, from += 4) store<f32>(to, load<f32>(from));
    } else {
      for (let k = whole; k < inner; k++, to += 32) store<f32>(to, 0);
    }
  }
}

/** Four steps of four rows, `row` bytes apart -> four columns of four steps of a panel. */
function transpose(from: usize, row: usize, panel: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + row);
  const c = v128.load(from + 2 * row);
  const d = v128.load(from + 3 * row);
  const low0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const low1 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const high0 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const high1 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(panel, v128.shuffle<f32>(low0, low1, 0, 1, 4, 5));
  v128.store(panel, v128.shuffle<f32>(low0, low1, 2, 3, 6, 7), 32);
  v128.store(panel, v128.shuffle<f32>(high0, high1, 0, 1, 4, 5), 64);
  v128.store(panel, v128.shuffle<f32>(high0, high1, 2, 3, 6, 7), 96);
}
