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
  for (let n: u32 = 0; n < PANEL; n++) {
    let to = at(panel, n);
    let from = b + ((<usize>(n * stride)) << 2);
    if (n < columns) {
      for (let k: u32 = 0; k < inner; k++, to += 32, from += 4) store<f32>(to, load<f32>(from));
    } else {
      for (let k: u32 = 0; k < inner; k++, to += 32) store<f32>(to, 0);
    }
  }
}
