import { at, loadSome, putSome } from '../shared/lanes';

/** A unit of both is a row. */
export function place_columns(from: u32, to: u32, x: usize, out: usize, D: u32, stride: u32, offset: u32): void {
  for (let row = from; row < to; row++) {
    memory.copy(at(out, row * stride + offset), at(x, row * D), (<usize>D) << 2);
  }
}

export function place_columns_backward(
  from: u32,
  to: u32,
  dout: usize,
  dx: usize,
  D: u32,
  stride: u32,
  offset: u32,
  accumulate: u32,
): void {
  for (let row = from; row < to; row++) {
    for (let d: u32 = 0; d < D; d += 4) {
      const pulled = loadSome(at(dout, row * stride + offset + d), D - d);
      putSome(at(dx, row * D + d), pulled, D - d, accumulate !== 0);
    }
  }
}

export function place_columns_units(rows: u32): u32 {
  return rows;
}

export function place_columns_backward_units(rows: u32): u32 {
  return rows;
}
