import { sigmoid, softplus } from '../shared/functions';
import { at, loadSome, storeSome } from '../shared/lanes';

/** A unit is a row. */
export function level_weights(
  from: u32,
  to: u32,
  values: usize,
  scale: usize,
  count: u32,
  stride: u32,
  x: u32,
  y: u32,
): void {
  for (let row = from; row < to; row++) {
    const own = at(values, row * stride);
    for (let c: u32 = 0; c < count; c += 4) {
      const lanes = f32x4.mul(loadSome(at(scale, c), count - c), loadSome(at(own, x + c), count - c));
      storeSome(at(own, y + c), softplus(lanes), count - c);
    }
  }
}

/** A unit is a copy of the gradient of scale, of a segment of rows. */
export function level_weights_backward(
  from: u32,
  to: u32,
  values: usize,
  scale: usize,
  dweights: usize,
  dvalues: usize,
  dscale: usize,
  rows: u32,
  count: u32,
  stride: u32,
  x: u32,
  K: u32,
  d_stride: u32,
  dx: u32,
  segment: u32,
): void {
  for (let copy = from; copy < to; copy++) {
    memory.fill(at(dscale, copy * count), 0, (<usize>count) << 2);
    for (let row = copy * segment; row < min(rows, (copy + 1) * segment); row++) {
      for (let c: u32 = 0; c < count; c++) {
        let sum: f32 = 0;
        const part = at(dweights, (row * count + c) * K);
        for (let i: u32 = 0; i < K; i++) sum += load<f32>(at(part, i));
        const factor = load<f32>(at(scale, c));
        const given = load<f32>(at(values, row * stride + x + c));
        const pull = sum * f32x4.extract_lane(sigmoid(f32x4.splat(factor * given)), 0);
        store<f32>(at(dvalues, row * d_stride + dx + c), pull * factor);
        const total = at(dscale, copy * count + c);
        store<f32>(total, load<f32>(total) + pull * given);
      }
    }
  }
}

export function level_weights_units(rows: u32): u32 {
  return rows;
}

export function level_weights_backward_units(rows: u32, segment: u32): u32 {
  return (rows + segment - 1) / segment;
}
