import { at, loadSome, putSome, storeSome } from '../shared/lanes';

/** A unit of both is a row. */
export function product_columns(
  from: u32,
  to: u32,
  a: usize,
  b: usize,
  y: usize,
  D: u32,
  a_stride: u32,
  a_offset: u32,
  b_stride: u32,
  b_offset: u32,
): void {
  for (let row = from; row < to; row++) {
    for (let d: u32 = 0; d < D; d += 4) {
      const left = loadSome(at(a, row * a_stride + a_offset + d), D - d);
      const right = loadSome(at(b, row * b_stride + b_offset + d), D - d);
      storeSome(at(y, row * D + d), f32x4.mul(left, right), D - d);
    }
  }
}

export function product_columns_backward(
  from: u32,
  to: u32,
  dy: usize,
  b: usize,
  da: usize,
  D: u32,
  a_stride: u32,
  a_offset: u32,
  b_stride: u32,
  b_offset: u32,
  accumulate: u32,
): void {
  for (let row = from; row < to; row++) {
    for (let d: u32 = 0; d < D; d += 4) {
      const right = loadSome(at(b, row * b_stride + b_offset + d), D - d);
      const pulled = f32x4.mul(loadSome(at(dy, row * D + d), D - d), right);
      putSome(at(da, row * a_stride + a_offset + d), pulled, D - d, accumulate !== 0);
    }
  }
}

export function product_columns_units(rows: u32): u32 {
  return rows;
}

export function product_columns_backward_units(rows: u32): u32 {
  return rows;
}
