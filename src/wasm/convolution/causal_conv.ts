import { sigmoid } from '../shared/functions';
import { at, loadSome, multiplyAdd, storeSome } from '../shared/lanes';

/** Tap k of up to four channels of weight (E, K), or (K, E) if `time_first`. */
function tapOf(weight: usize, e: u32, k: u32, count: u32, E: u32, K: u32, time_first: u32): v128 {
  if (time_first) return loadSome(at(weight, k * E + e), count);
  let lanes = f32x4.splat(load<f32>(at(weight, e * K + k)));
  if (count > 1) lanes = f32x4.replace_lane(lanes, 1, load<f32>(at(weight, (e + 1) * K + k)));
  if (count > 2) lanes = f32x4.replace_lane(lanes, 2, load<f32>(at(weight, (e + 2) * K + k)));
  if (count > 3) lanes = f32x4.replace_lane(lanes, 3, load<f32>(at(weight, (e + 3) * K + k)));
  return lanes;
}

/** The inputs of channels e to e + 4 of sequence b, `back` tokens before the first, from state (B, E, K-1); zero if not carried. */
function earlier(state: usize, row: u32, back: u32, count: u32, K: u32, carry: u32): v128 {
  if (!carry) return f32x4.splat(0);
  let lanes = f32x4.splat(load<f32>(at(state, row * (K - 1) + K - 1 - back)));
  if (count > 1) lanes = f32x4.replace_lane(lanes, 1, load<f32>(at(state, (row + 1) * (K - 1) + K - 1 - back)));
  if (count > 2) lanes = f32x4.replace_lane(lanes, 2, load<f32>(at(state, (row + 2) * (K - 1) + K - 1 - back)));
  if (count > 3) lanes = f32x4.replace_lane(lanes, 3, load<f32>(at(state, (row + 3) * (K - 1) + K - 1 - back)));
  return lanes;
}

/** A unit is four channels of a sequence. Scratch holds taps (K), and inputs of the K - 1 tokens before and of all L. */
export function causal_conv(
  from: u32,
  to: u32,
  scratch: usize,
  rows: usize,
  weight: usize,
  bias: usize,
  state: usize,
  L: u32,
  E: u32,
  K: u32,
  stride: u32,
  x: u32,
  u: u32,
  carry: u32,
  plain: u32,
  time_first: u32,
): void {
  const blocks = (E + 3) >> 2;
  const inputs = scratch + ((<usize>K) << 4);
  for (let unit = from; unit < to; unit++) {
    const b = unit / blocks;
    const e = (unit % blocks) * 4;
    const count = E - e;
    const row = b * E + e;
    for (let k: u32 = 0; k < K; k++)
      v128.store(scratch + ((<usize>k) << 4), tapOf(weight, e, k, count, E, K, time_first));
    for (let i: u32 = 0; i < K - 1; i++) {
      v128.store(inputs + ((<usize>i) << 4), earlier(state, row, K - 1 - i, count, K, carry));
    }
    const shift = loadSome(at(bias, e), count);
    for (let t: u32 = 0; t < L; t++) {
      const own = at(rows, (b * L + t) * stride + e);
      v128.store(inputs + ((<usize>(K - 1 + t)) << 4), loadSome(at(own, x), count));
      let sum = shift;
      for (let k: u32 = 0; k < K; k++) {
        sum = multiplyAdd(v128.load(scratch + ((<usize>k) << 4)), v128.load(inputs + ((<usize>(t + k)) << 4)), sum);
      }
      storeSome(at(own, u), plain ? sum : f32x4.mul(sum, sigmoid(sum)), count);
    }
    if (!carry) continue;
    for (let i: u32 = 0; i < K - 1; i++) {
      const last = inputs + ((<usize>(L + i)) << 4);
      for (let j: u32 = 0; j < min<u32>(4, count); j++) {
        store<f32>(at(state, (row + j) * (K - 1) + i), load<f32>(at(last, j)));
      }
    }
  }
}

/**
 * A unit is four channels of a sequence. Scratch holds taps (K), their gradients (K), inputs as in `causal_conv`, and gradients before the
 * SiLU of L tokens and K - 1 zeros.
 */
export function causal_conv_backward(
  from: u32,
  to: u32,
  scratch: usize,
  rows: usize,
  weight: usize,
  bias: usize,
  before: usize,
  drows: usize,
  dweight: usize,
  dbias: usize,
  L: u32,
  E: u32,
  K: u32,
  stride: u32,
  x: u32,
  d_stride: u32,
  dx: u32,
  du: u32,
  segment: u32,
  carry: u32,
  plain: u32,
  time_first: u32,
): void {
  const blocks = (E + 3) >> 2;
  const segments = (L + segment - 1) / segment;
  const size = (<usize>K) << 4;
  const gradients = scratch + size;
  const inputs = gradients + size;
  const pulls = inputs + ((<usize>(L + K - 1)) << 4);
  const one = f32x4.splat(1);
  for (let unit = from; unit < to; unit++) {
    const b = unit / blocks;
    const e = (unit % blocks) * 4;
    const count = E - e;
    const row = b * E + e;
    for (let k: u32 = 0; k < K; k++)
      v128.store(scratch + ((<usize>k) << 4), tapOf(weight, e, k, count, E, K, time_first));
    for (let i: u32 = 0; i < K - 1; i++) {
      v128.store(inputs + ((<usize>i) << 4), earlier(before, row, K - 1 - i, count, K, carry));
    }
    memory.fill(pulls + ((<usize>L) << 4), 0, (<usize>(K - 1)) << 4);
    const shift = loadSome(at(bias, e), count);
    for (let s: u32 = 0; s < segments; s++) {
      memory.fill(gradients, 0, size);
      let biases = f32x4.splat(0);
      for (let t = s * segment; t < min(L, (s + 1) * segment); t++) {
        v128.store(inputs + ((<usize>(K - 1 + t)) << 4), loadSome(at(rows, (b * L + t) * stride + x + e), count));
        let sum = shift;
        for (let k: u32 = 0; k < K; k++) {
          sum = multiplyAdd(v128.load(scratch + ((<usize>k) << 4)), v128.load(inputs + ((<usize>(t + k)) << 4)), sum);
        }
        const gate = sigmoid(sum);
        const slope = plain ? one : f32x4.mul(gate, multiplyAdd(sum, f32x4.sub(one, gate), one));
        const pull = f32x4.mul(loadSome(at(drows, (b * L + t) * d_stride + du + e), count), slope);
        v128.store(pulls + ((<usize>t) << 4), pull);
        biases = f32x4.add(biases, pull);
        for (let k: u32 = 0; k < K; k++) {
          const place = gradients + ((<usize>k) << 4);
          v128.store(place, multiplyAdd(pull, v128.load(inputs + ((<usize>(t + k)) << 4)), v128.load(place)));
        }
      }
      const copy = (b * segments + s) * E + e;
      storeSome(at(dbias, copy), biases, count);
      for (let k: u32 = 0; k < K; k++) {
        const own = gradients + ((<usize>k) << 4);
        if (time_first) {
          storeSome(at(dweight, (b * segments + s) * E * K + k * E + e), v128.load(own), count);
          continue;
        }
        for (let j: u32 = 0; j < min<u32>(4, count); j++) {
          store<f32>(at(dweight, (copy + j) * K + k), load<f32>(at(own, j)));
        }
      }
    }
    for (let t: u32 = 0; t < L; t++) {
      let sum = f32x4.splat(0);
      for (let k: u32 = 0; k < K; k++) {
        const place = pulls + ((<usize>(t + K - 1 - k)) << 4);
        sum = multiplyAdd(v128.load(scratch + ((<usize>k) << 4)), v128.load(place), sum);
      }
      storeSome(at(drows, (b * L + t) * d_stride + dx + e), sum, count);
    }
  }
}

export function causal_conv_units(B: u32, E: u32): u32 {
  return B * ((E + 3) >> 2);
}

export function causal_conv_scratch(L: u32, K: u32): u32 {
  return 16 * (2 * K + L);
}

export function causal_conv_backward_units(B: u32, E: u32): u32 {
  return B * ((E + 3) >> 2);
}

export function causal_conv_backward_scratch(L: u32, K: u32): u32 {
  return 16 * (4 * K + 2 * L);
}
