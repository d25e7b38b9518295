import { expOne, sigmoid, softplus } from '../shared/functions';
import { at } from '../shared/lanes';

/** A value plus its bias, in all lanes. */
function sum(values: usize, index: u32, bias: usize, h: u32): v128 {
  return f32x4.splat(load<f32>(at(values, index)) + load<f32>(at(bias, h)));
}

/** A unit is a row. */
export function softplus_decay(
  from: u32,
  to: u32,
  values: usize,
  bias: usize,
  A_log: usize,
  gates: usize,
  H: u32,
  stride: u32,
  x: u32,
): void {
  for (let row = from; row < to; row++) {
    for (let h: u32 = 0; h < H; h++) {
      const weight = f32x4.extract_lane(softplus(sum(values, row * stride + x + h, bias, h)), 0);
      store<f32>(at(gates, row * 2 * H + h), -expOne(load<f32>(at(A_log, h))) * weight);
      store<f32>(at(gates, row * 2 * H + H + h), weight);
    }
  }
}

/** A unit is a copy of the gradients of bias and A_log, of a segment of rows. */
export function softplus_decay_backward(
  from: u32,
  to: u32,
  values: usize,
  bias: usize,
  A_log: usize,
  gates: usize,
  dgates: usize,
  dvalues: usize,
  dbias: usize,
  dA_log: usize,
  rows: u32,
  H: u32,
  stride: u32,
  x: u32,
  d_stride: u32,
  dx: u32,
  segment: u32,
): void {
  for (let copy = from; copy < to; copy++) {
    memory.fill(at(dbias, copy * H), 0, (<usize>H) << 2);
    memory.fill(at(dA_log, copy * H), 0, (<usize>H) << 2);
    for (let row = copy * segment; row < min(rows, (copy + 1) * segment); row++) {
      for (let h: u32 = 0; h < H; h++) {
        const gate = row * 2 * H + h;
        const ofDecay = load<f32>(at(dgates, gate));
        const ofWeight = load<f32>(at(dgates, gate + H)) - expOne(load<f32>(at(A_log, h))) * ofDecay;
        const own = ofWeight * f32x4.extract_lane(sigmoid(sum(values, row * stride + x + h, bias, h)), 0);
        store<f32>(at(dvalues, row * d_stride + dx + h), own);
        const toBias = at(dbias, copy * H + h);
        const toRate = at(dA_log, copy * H + h);
        store<f32>(toBias, load<f32>(toBias) + own);
        store<f32>(toRate, load<f32>(toRate) + ofDecay * load<f32>(at(gates, gate)));
      }
    }
  }
}

export function softplus_decay_units(rows: u32): u32 {
  return rows;
}

export function softplus_decay_backward_units(rows: u32, segment: u32): u32 {
  return (rows + segment - 1) / segment;
}
