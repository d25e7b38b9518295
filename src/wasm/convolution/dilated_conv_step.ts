import { dots } from '../matmul/dots';
import { sigmoid, tanh } from '../shared/functions';
import { at, loadSome, storeSome } from '../shared/lanes';

/** A unit is a sequence. Scratch holds filters and gates before their bias (2D), and the tokens that the taps read (D, K). */
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
  const window = at(scratch, 2 * D);
  for (let b = from; b < to; b++) {
    const token = at(x, b * D);
    for (let k: u32 = 0; k < K; k++) {
      const shift = (K - 1 - k) * dilation;
      const isThere = shift <= position;
      const before = shift === 0 ? token : at(queue, (b * slots + ((position - shift) % slots)) * D);
      for (let d: u32 = 0; d < D; d++) store<f32>(at(window, d * K + k), isThere ? load<f32>(at(before, d)) : 0);
    }
    dots(window, weight, D * K, 2 * D, scratch);
    for (let d: u32 = 0; d < D; d += 4) {
      const filter = tanh(f32x4.add(loadSome(at(scratch, d), D - d), loadSome(at(bias, d), D - d)));
      const gate = sigmoid(f32x4.add(loadSome(at(scratch, D + d), D - d), loadSome(at(bias, D + d), D - d)));
      storeSome(at(y, b * D + d), f32x4.mul(filter, gate), D - d);
    }
    memory.copy(at(queue, (b * slots + (position % slots)) * D), token, (<usize>D) << 2);
  }
}

export function dilated_conv_step_units(B: u32): u32 {
  return B;
}

export function dilated_conv_step_scratch(D: u32, K: u32): u32 {
  return 4 * (2 * D + D * K);
}
