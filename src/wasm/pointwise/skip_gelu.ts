import { geluTanh, geluTanhSlope } from '../shared/gelu_tanh';
import { at, loadSome, multiplyAdd, putSome, storeSome } from '../shared/lanes';

/** A unit is a row. */
export function skip_gelu(from: u32, to: u32, s: usize, x: usize, skip: usize, y: usize, D: u32): void {
  for (let row = from; row < to; row++) {
    for (let d: u32 = 0; d < D; d += 4) {
      const place = row * D + d;
      const sum = multiplyAdd(
        loadSome(at(skip, d), D - d),
        loadSome(at(x, place), D - d),
        loadSome(at(s, place), D - d),
      );
      storeSome(at(y, place), geluTanh(sum), D - d);
    }
  }
}

/** A unit is a copy of the gradient of skip, of a segment of rows. */
export function skip_gelu_backward(
  from: u32,
  to: u32,
  s: usize,
  x: usize,
  skip: usize,
  dy: usize,
  ds: usize,
  dx: usize,
  dskip: usize,
  rows: u32,
  D: u32,
  segment: u32,
  accumulate: u32,
): void {
  for (let copy = from; copy < to; copy++) {
    for (let d: u32 = 0; d < D; d += 4) {
      const count = D - d;
      const through = loadSome(at(skip, d), count);
      let total = f32x4.splat(0);
      for (let row = copy * segment; row < min(rows, (copy + 1) * segment); row++) {
        const place = row * D + d;
        const input = loadSome(at(x, place), count);
        const slope = geluTanhSlope(multiplyAdd(through, input, loadSome(at(s, place), count)));
        const pull = f32x4.mul(loadSome(at(dy, place), count), slope);
        total = multiplyAdd(pull, input, total);
        putSome(at(ds, place), pull, count, (accumulate & 1) !== 0);
        putSome(at(dx, place), f32x4.mul(pull, through), count, (accumulate & 2) !== 0);
      }
      storeSome(at(dskip, copy * D + d), total, count);
    }
  }
}

export function skip_gelu_units(rows: u32): u32 {
  return rows;
}

export function skip_gelu_backward_units(rows: u32, segment: u32): u32 {
  return (rows + segment - 1) / segment;
}
