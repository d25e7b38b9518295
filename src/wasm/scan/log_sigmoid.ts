import { sigmoid, softplus } from '../shared/functions';
import { at, loadSome, putSome, storeSome } from '../shared/lanes';

/** Elements of a unit. */
const UNIT: u32 = 1024;

export function log_sigmoid(from: u32, to: u32, x: usize, y: usize, n: u32, scale: f32): void {
  const last = min(n, to * UNIT);
  for (let i = from * UNIT; i < last; i += 4) {
    const own = softplus(f32x4.neg(loadSome(at(x, i), last - i)));
    storeSome(at(y, i), f32x4.mul(f32x4.splat(-scale), own), last - i);
  }
}

export function log_sigmoid_backward(
  from: u32,
  to: u32,
  x: usize,
  dy: usize,
  dx: usize,
  n: u32,
  scale: f32,
  accumulate: u32,
): void {
  const last = min(n, to * UNIT);
  for (let i = from * UNIT; i < last; i += 4) {
    const some = last - i;
    const slope = f32x4.mul(f32x4.splat(scale), sigmoid(f32x4.neg(loadSome(at(x, i), some))));
    putSome(at(dx, i), f32x4.mul(loadSome(at(dy, i), some), slope), some, accumulate !== 0);
  }
}

export function log_sigmoid_units(n: u32): u32 {
  return (n + UNIT - 1) / UNIT;
}

export function log_sigmoid_backward_units(n: u32): u32 {
  return (n + UNIT - 1) / UNIT;
}
