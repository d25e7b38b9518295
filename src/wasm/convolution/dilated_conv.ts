import { multiply, SUMS } from '../matmul/tile';
import { sigmoid, tanh } from '../shared/functions';
import { at, loadSome, storeSome } from '../shared/lanes';
import { tokenBefore } from './token_before';

/** A unit has so many tokens and channels. */
const BLOCK: u32 = 192;
const CHANNELS: u32 = 8;

/** Copies tap k of rows n to n + 8 of weight (2D, D, K), up to `count`, to a panel (D, 8). */
function packTap(weight: usize, n: u32, count: u32, k: u32, D: u32, K: u32, panel: usize): void {
  for (let d: u32 = 0; d < D; d++) {
    for (let j: u32 = 0; j < CHANNELS; j++) {
      store<f32>(at(panel, d * 8 + j), j < count ? load<f32>(at(weight, ((n + j) * D + d) * K + k)) : 0);
    }
  }
}

/** A unit is tokens of a sequence, and channels. Scratch holds their filters and gates before activation (tokens, 16), and a tap. */
export function dilated_conv(
  from: u32,
  to: u32,
  scratch: usize,
  x: usize,
  weight: usize,
  bias: usize,
  queue: usize,
  cursor: usize,
  gates: usize,
  y: usize,
  L: u32,
  D: u32,
  K: u32,
  dilation: u32,
  slots: u32,
  save: u32,
): void {
  const panels = (D + CHANNELS - 1) / CHANNELS;
  const blocks = (L + BLOCK - 1) / BLOCK;
  const sums = scratch + SUMS;
  const panel = at(sums, BLOCK * 16);
  const first = slots > 0 ? load<u32>(cursor) : 0;
  const row = (<usize>D) << 2;
  for (let unit = from; unit < to; unit++) {
    const n = (unit % panels) * CHANNELS;
    const count = min(CHANNELS, D - n);
    const b = unit / panels / blocks;
    const begin = ((unit / panels) % blocks) * BLOCK;
    const end = min(L, begin + BLOCK);
    for (let i: u32 = 0; i < end - begin; i++) {
      for (let j: u32 = 0; j < count; j++) {
        store<f32>(at(sums, i * 16 + j), load<f32>(at(bias, n + j)));
        store<f32>(at(sums, i * 16 + 8 + j), load<f32>(at(bias, D + n + j)));
      }
    }
    for (let k: u32 = 0; k < K; k++) {
      const shift = (K - 1 - k) * dilation;
      for (let half: u32 = 0; half < 2; half++) {
        const target = at(sums, 8 * half);
        packTap(weight, half * D + n, count, k, D, K, panel);
        for (let t = begin; t < min(end, shift) && slots > 0; t++) {
          const token = tokenBefore(x, queue, first, b, t, shift, L, D, slots);
          if (token) multiply(token, row, 4, 1, panel, D, 8, at(target, (t - begin) * 16), 64, true, scratch);
        }
        const own = max(begin, shift);
        if (own >= end) continue;
        const tokens = at(x, (b * L + own - shift) * D);
        multiply(tokens, row, 4, end - own, panel, D, 8, at(target, (own - begin) * 16), 64, true, scratch);
      }
    }
    for (let t = begin; t < end; t++) {
      const place = b * L + t;
      for (let j: u32 = 0; j < count; j += 4) {
        const some = count - j;
        const filter = tanh(v128.load(at(sums, (t - begin) * 16 + j)));
        const gate = sigmoid(v128.load(at(sums, (t - begin) * 16 + 8 + j)));
        storeSome(at(y, place * D + n + j), f32x4.mul(filter, gate), some);
        if (!save) continue;
        storeSome(at(gates, place * 2 * D + n + j), filter, some);
        storeSome(at(gates, place * 2 * D + D + n + j), gate, some);
      }
    }
  }
}

/** A unit is a row. */
export function dilated_conv_gates(from: u32, to: u32, dy: usize, gates: usize, D: u32): void {
  const one = f32x4.splat(1);
  for (let row = from; row < to; row++) {
    for (let d: u32 = 0; d < D; d += 4) {
      const own = at(gates, row * 2 * D + d);
      const filter = loadSome(own, D - d);
      const gate = loadSome(at(own, D), D - d);
      const pulled = f32x4.mul(loadSome(at(dy, row * D + d), D - d), gate);
      storeSome(own, f32x4.mul(pulled, f32x4.sub(one, f32x4.mul(filter, filter))), D - d);
      storeSome(at(own, D), f32x4.mul(f32x4.mul(pulled, filter), f32x4.sub(one, gate)), D - d);
    }
  }
}

/** A unit is tokens of a sequence, and channels. Scratch holds their gradients (tokens, 8), and a tap (2D, 8). */
export function dilated_conv_input(
  from: u32,
  to: u32,
  scratch: usize,
  da: usize,
  weight: usize,
  dx: usize,
  L: u32,
  D: u32,
  K: u32,
  dilation: u32,
  accumulate: u32,
): void {
  const panels = (D + CHANNELS - 1) / CHANNELS;
  const blocks = (L + BLOCK - 1) / BLOCK;
  const sums = scratch + SUMS;
  const panel = at(sums, BLOCK * 8);
  const row = (<usize>D) << 3;
  for (let unit = from; unit < to; unit++) {
    const d = (unit % panels) * CHANNELS;
    const count = min(CHANNELS, D - d);
    const b = unit / panels / blocks;
    const begin = ((unit / panels) % blocks) * BLOCK;
    const end = min(L, begin + BLOCK);
    memory.fill(sums, 0, (<usize>(end - begin)) << 5);
    for (let k: u32 = 0; k < K; k++) {
      const shift = (K - 1 - k) * dilation;
      if (begin + shift >= L) continue;
      for (let n: u32 = 0; n < 2 * D; n++) {
        for (let j: u32 = 0; j < CHANNELS; j++) {
          store<f32>(at(panel, n * 8 + j), j < count ? load<f32>(at(weight, (n * D + d + j) * K + k)) : 0);
        }
      }
      const height = min(end, L - shift) - begin;
      multiply(at(da, (b * L + begin + shift) * 2 * D), row, 4, height, panel, 2 * D, 8, sums, 32, true, scratch);
    }
    for (let t = begin; t < end; t++) {
      const target = at(dx, (b * L + t) * D + d);
      for (let j: u32 = 0; j < count; j += 4) {
        const own = v128.load(at(sums, (t - begin) * 8 + j));
        const place = at(target, j);
        storeSome(place, accumulate ? f32x4.add(loadSome(place, count - j), own) : own, count - j);
      }
    }
  }
}

export function dilated_conv_units(B: u32, L: u32, D: u32): u32 {
  return B * ((L + BLOCK - 1) / BLOCK) * ((D + CHANNELS - 1) / CHANNELS);
}

export function dilated_conv_scratch(D: u32): u32 {
  return <u32>SUMS + 4 * (BLOCK * 16 + 8 * D);
}

export function dilated_conv_gates_units(rows: u32): u32 {
  return rows;
}

export function dilated_conv_input_units(B: u32, L: u32, D: u32): u32 {
  return B * ((L + BLOCK - 1) / BLOCK) * ((D + CHANNELS - 1) / CHANNELS);
}

export function dilated_conv_input_scratch(D: u32): u32 {
  return <u32>SUMS + 4 * (BLOCK * 8 + 16 * D);
}
