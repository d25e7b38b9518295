import { unitsOf } from '../scan/s4d_mode';
import { at } from '../shared/lanes';
import { cosineOf, sineOf } from '../shared/turn';

/** A unit is a row. */
export function sine(from: u32, to: u32, x: usize, frequency: usize, y: usize, F: u32): void {
  for (let row = from; row < to; row++) {
    for (let f: u32 = 0; f < F; f++) {
      const angle = <f64>load<f32>(at(frequency, f)) * <f64>load<f32>(at(x, row * F + f));
      store<f32>(at(y, row * F + f), sineOf(unitsOf(1, angle)));
    }
  }
}

/** A unit is a copy of the gradient of frequency, of a segment of rows. */
export function sine_backward(
  from: u32,
  to: u32,
  x: usize,
  frequency: usize,
  dy: usize,
  dx: usize,
  dfrequency: usize,
  rows: u32,
  F: u32,
  segment: u32,
  accumulate: u32,
): void {
  for (let copy = from; copy < to; copy++) {
    for (let f: u32 = 0; f < F; f++) {
      const speed = load<f32>(at(frequency, f));
      let total: f32 = 0;
      for (let row = copy * segment; row < min(rows, (copy + 1) * segment); row++) {
        const own = load<f32>(at(x, row * F + f));
        const pull = load<f32>(at(dy, row * F + f)) * cosineOf(unitsOf(1, <f64>speed * <f64>own));
        const place = at(dx, row * F + f);
        total += pull * own;
        store<f32>(place, accumulate ? load<f32>(place) + pull * speed : pull * speed);
      }
      store<f32>(at(dfrequency, copy * F + f), total);
    }
  }
}

export function sine_units(rows: u32): u32 {
  return rows;
}

export function sine_backward_units(rows: u32, segment: u32): u32 {
  return (rows + segment - 1) / segment;
}
