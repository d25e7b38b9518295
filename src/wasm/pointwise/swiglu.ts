import { sigmoid } from '../shared/functions';
import { at, loadSome, multiplyAdd, putSome, storeSome } from '../shared/lanes';

export function swiglu(from: u32, to: u32, x: usize, y: usize, F: u32): void {
  for (let row = from; row < to; row++) {
    for (let f: u32 = 0; f < F; f += 4) {
      const own = at(x, row * 2 * F + f);
      const gate = loadSome(at(own, F), F - f);
      storeSome(at(y, row * F + f), f32x4.mul(loadSome(own, F - f), f32x4.mul(gate, sigmoid(gate))), F - f);
    }
  }
}

export function swiglu_backward(from: u32, to: u32, x: usize, dy: usize, dx: usize, F: u32, accumulate: u32): void {
  const one = f32x4.splat(1);
  for (let row = from; row < to; row++) {
    for (let f: u32 = 0; f < F; f += 4) {
      const place = row * 2 * F + f;
      const gate = loadSome(at(x, place + F), F - f);
      const open = sigmoid(gate);
      const pulled = f32x4.mul(loadSome(at(dy, row * F + f), F - f), open);
      putSome(at(dx, place), f32x4.mul(pulled, gate), F - f, accumulate !== 0);
      const slope = multiplyAdd(gate, f32x4.sub(one, open), one);
      putSome(
        at(dx, place + F),
        f32x4.mul(f32x4.mul(pulled, loadSome(at(x, place), F - f)), slope),
        F - f,
        accumulate !== 0,
      );
    }
  }
}

export function swiglu_units(rows: u32): u32 {
  return rows;
}

export function swiglu_backward_units(rows: u32): u32 {
  return rows;
}
