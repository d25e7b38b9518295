import { multiplyAdd, putSome } from '../shared/lanes';

/** Rows of a tile, each with two registers of sums. With five rows V8 runs out of registers, and the loop takes twice as long. */
export const TILE: u32 = 4;
/** Bytes of the sums of a tile. */
export const SUMS: usize = 128;

/**
 * Up to four rows of a times a panel (inner, 8) -> up to 8 columns of c, or added to them. Row r, step k of a is at a + r · row + k · step,
 * in bytes; `cRow`: bytes from row to row of c. `sums` has room for a tile.
 */
export function tile(
  a: usize,
  row: usize,
  step: usize,
  rows: u32,
  panel: usize,
  inner: u32,
  columns: u32,
  c: usize,
  cRow: usize,
  adds: bool,
  sums: usize,
): void {
  const last = <usize>(rows - 1);
  const r1 = row * min<usize>(1, last);
  const r2 = row * min<usize>(2, last);
  const r3 = row * min<usize>(3, last);
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s30 = s00;
  let s31 = s00;
  for (const end = panel + ((<usize>inner) << 5); panel < end; panel += 32, a += step) {
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, 16);
    let x = v128.load32_splat(a);
    s00 = multiplyAdd(x, b0, s00);
    s01 = multiplyAdd(x, b1, s01);
    x = v128.load32_splat(a + r1);
    s10 = multiplyAdd(x, b0, s10);
    s11 = multiplyAdd(x, b1, s11);
    x = v128.load32_splat(a + r2);
    s20 = multiplyAdd(x, b0, s20);
    s21 = multiplyAdd(x, b1, s21);
    x = v128.load32_splat(a + r3);
    s30 = multiplyAdd(x, b0, s30);
    s31 = multiplyAdd(x, b1, s31);
  }
  if (rows === TILE && columns >= 8) {
    put(c, s00, s01, adds);
    put(c + cRow, s10, s11, adds);
    put(c + 2 * cRow, s20, s21, adds);
    put(c + 3 * cRow, s30, s31, adds);
    return;
  }
  put(sums, s00, s01, false);
  put(sums + 32, s10, s11, false);
  put(sums + 64, s20, s21, false);
  put(sums + 96, s30, s31, false);
  for (let m: u32 = 0; m < rows; m++, sums += 32, c += cRow) {
    putSome(c, v128.load(sums), columns, adds);
    if (columns > 4) putSome(c + 16, v128.load(sums, 16), columns - 4, adds);
  }
}

function put(to: usize, left: v128, right: v128, adds: bool): void {
  v128.store(to, adds ? f32x4.add(v128.load(to), left) : left);
  v128.store(to, adds ? f32x4.add(v128.load(to, 16), right) : right, 16);
}

/** A panel (inner, 8) times `rows` rows of a -> up to 8 columns of c, or added to them. */
export function multiply(
  a: usize,
  row: usize,
  step: usize,
  rows: u32,
  panel: usize,
  inner: u32,
  columns: u32,
  c: usize,
  cRow: usize,
  adds: bool,
  sums: usize,
): void {
  for (let m: u32 = 0; m < rows; m += TILE) {
    tile(a + row * m, row, step, min(TILE, rows - m), panel, inner, columns, c + cRow * m, cRow, adds, sums);
  }
}
