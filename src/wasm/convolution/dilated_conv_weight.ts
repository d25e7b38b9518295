import { multiply, SUMS } from '../matmul/tile';
import { at, loadSome, putSome } from '../shared/lanes';
import { tokenBefore } from './token_before';

/** Tokens of a panel. */
const DEPTH: u32 = 512;

/** A unit is a copy of the gradient, a tap, and 8 channels of x. Scratch holds their gradient (2D, 8), and a panel of tokens. */
export function dilated_conv_weight(
  from: u32,
  to: u32,
  scratch: usize,
  da: usize,
  x: usize,
  queue: usize,
  cursor: usize,
  dweight: usize,
  dbias: usize,
  B: u32,
  L: u32,
  D: u32,
  K: u32,
  dilation: u32,
  slots: u32,
  copies: u32,
): void {
  const panels = (D + 7) >> 3;
  const sums = scratch + SUMS;
  const panel = at(sums, 16 * D);
  const span = 4 * ((B * L + 4 * copies - 1) / (4 * copies));
  const first = slots > 0 ? load<u32>(cursor) : 0;
  for (let unit = from; unit < to; unit++) {
    const d = (unit % panels) * 8;
    const count = min<u32>(8, D - d);
    const k = (unit / panels) % K;
    const copy = unit / panels / K;
    const shift = (K - 1 - k) * dilation;
    const last = min(B * L, (copy + 1) * span);
    memory.fill(sums, 0, (<usize>D) << 6);
    for (let begin = copy * span; begin < last; begin += DEPTH) {
      const height = min(DEPTH, last - begin);
      for (let i: u32 = 0; i < height; i++) {
        const row = begin + i;
        const token = tokenBefore(x, queue, first, row / L, row % L, shift, L, D, slots);
        const to = at(panel, i * 8);
        v128.store(to, token ? loadSome(at(token, d), count) : f32x4.splat(0));
        v128.store(to, token && count > 4 ? loadSome(at(token, d + 4), count - 4) : f32x4.splat(0), 16);
      }
      multiply(at(da, begin * 2 * D), 4, (<usize>D) << 3, 2 * D, panel, height, 8, sums, 32, true, scratch);
    }
    for (let n: u32 = 0; n < 2 * D; n++) {
      for (let j: u32 = 0; j < count; j++) {
        store<f32>(at(dweight, ((copy * 2 * D + n) * D + d + j) * K + k), load<f32>(at(sums, n * 8 + j)));
      }
    }
    if (k > 0 || d > 0) continue;
    const own = at(dbias, copy * 2 * D);
    memory.fill(own, 0, (<usize>D) << 3);
    for (let row = copy * span; row < last; row++) {
      for (let n: u32 = 0; n < 2 * D; n += 4) {
        putSome(at(own, n), loadSome(at(da, row * 2 * D + n), 2 * D - n), 2 * D - n, true);
      }
    }
  }
}

export function dilated_conv_weight_units(D: u32, K: u32, copies: u32): u32 {
  return copies * K * ((D + 7) >> 3);
}

export function dilated_conv_weight_scratch(D: u32): u32 {
  return <u32>SUMS + 4 * (16 * D + 8 * DEPTH);
}
