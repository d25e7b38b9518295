import { sigmoid, tanh } from '../shared/functions';
import { at, loadSome, storeSome } from '../shared/lanes';

/** A unit: a sequence. Scratch: filters and gates before activation (2D). */
export function dilated_conv_step(
  from: u32,
  to: u32,
  scratch: usize,
  x: usize,
  weight: usize,
  bias: usize,
  cursor: usize,
  queue: usize,
  y: usize,
  D: u32,
  K: u32,
  dilation: u32,
  slots: u32,
): void {
  const position = load<u32>(cursor);
  for (let b = from; b < to; b++) {
    const token = at(x, b * D);
    for (let n: u32 = 0; n < 2 * D; n++) {
      let sum = load<f32>(at(bias, n));
      for (let k: u32 = 0; k < K; k++) {
        const shift = (K - 1 - k) * dilation;
        if (shift > position) continue;
        const before = shift === 0 ? token : at(queue, (b * slots + ((position - shift) % slots)) * D);
        sum += dotApart(before, at(weight, n * D * K + k), D, (<usize>K) << 2);
      }
      store<f32>(at(scratch, n), sum);
    }
    for (let d: u32 = 0; d < D; d += 4) {
      const filter = tanh(loadSome(at(scratch, d), D - d));
      storeSome(at(y, b * D + d), f32x4.mul(filter, sigmoid(loadSome(at(scratch, D + d), D - d))), D - d);
    }
    memory.copy(at(queue, (b * slots + (position % slots)) * D), token, (<usize>D) << 2);
  }
}

/** Of `count` numbers and as many others that lie `step` bytes apart; four sums, since one would wait for itself. */
function dotApart(a: usize, b: usize, count: u32, step: usize): f32 {
  let s0: f32 = 0;
  let s1: f32 = 0;
  let s2: f32 = 0;
  let s3: f32 = 0;
  let i: u32 = 0;
  for (; i + 4 <= count; i += 4, b += 4 * step) {
    s0 += load<f32>(at(a, i)) * load<f32>(b);
    s1 += load<f32>(at(a, i), 4) * load<f32>(b + step);
    s2 += load<f32>(at(a, i), 8) * load<f32>(b + 2 * step);
    s3 += load<f32>(at(a, i), 12) * load<f32>(b + 3 * step);
  }
  for (; i < count; i++, b += step) s0 += load<f32>(at(a, i)) * load<f32>(b);
  return s0 + s1 + (s2 + s3);
}

export function dilated_conv_step_units(B: u32): u32 {
  return B;
}

export function dilated_conv_step_scratch(D: u32): u32 {
  return 8 * D;
}
