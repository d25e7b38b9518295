import { sigmoid } from '../shared/functions';
import { at, loadSome, multiplyAdd, putSome, storeSome } from '../shared/lanes';

export function glu(from: u32, to: u32, x: usize, residual: usize, y: usize, D: u32, has_residual: u32): void {
  for (let row = from; row < to; row++) {
    for (let d: u32 = 0; d < D; d += 4) {
      const own = at(x, row * 2 * D + d);
      const open = sigmoid(loadSome(at(own, D), D - d));
      const before = has_residual ? loadSome(at(residual, row * D + d), D - d) : f32x4.splat(0);
      const sum = multiplyAdd(loadSome(own, D - d), open, before);
      storeSome(at(y, row * D + d), sum, D - d);
    }
  }
}

export function glu_backward(from: u32, to: u32, x: usize, dy: usize, dx: usize, D: u32, accumulate: u32): void {
  for (let row = from; row < to; row++) {
    for (let d: u32 = 0; d < D; d += 4) {
      const place = row * 2 * D + d;
      const open = sigmoid(loadSome(at(x, place + D), D - d));
      const pulled = f32x4.mul(loadSome(at(dy, row * D + d), D - d), open);
      putSome(at(dx, place), pulled, D - d, accumulate !== 0);
      const closed = f32x4.mul(loadSome(at(x, place), D - d), f32x4.sub(f32x4.splat(1), open));
      putSome(at(dx, place + D), f32x4.mul(pulled, closed), D - d, accumulate !== 0);
    }
  }
}

export function glu_units(rows: u32): u32 {
  return rows;
}

export function glu_backward_units(rows: u32): u32 {
  return rows;
}
