import { at, loadSome, multiplyAdd, storeSome, sumLanes } from '../shared/lanes';
import { copyTurned, turnBytes, turnRows } from './head';
import { largest, powers, slopeOf } from './softmax';

/** A unit is the heads of a sequence that share their keys. Scratch holds the turns of the position, the query, and the scores of the slots. */
export function attention_decode(
  from: u32,
  to: u32,
  scratch: usize,
  qkv: usize,
  frequencies: usize,
  cursor: usize,
  key_cache: usize,
  value_cache: usize,
  y: usize,
  D: u32,
  heads: u32,
  slots: u32,
  sharing: u32,
  alibi: u32,
): void {
  const d = D / heads;
  const stored = D / sharing;
  const stride = D + 2 * stored;
  const position = load<u32>(cursor);
  const count = min(slots, position + 1);
  const query = scratch + turnBytes(d);
  const scores = at(query, d);
  const scale: f32 = 1 / sqrt<f32>(<f32>d);
  turnRows(frequencies, position, 1, d, scratch);
  for (let unit = from; unit < to; unit++) {
    const b = unit / (heads / sharing);
    const keyHead = unit % (heads / sharing);
    const own = at(qkv, b * stride);
    const added = at(own, D + keyHead * d);
    const slot = (b * slots + (position % slots)) * stored + keyHead * d;
    copyTurned(added, d, scratch, 1, at(key_cache, slot), 4);
    memory.copy(at(value_cache, slot), at(added, stored), (<usize>d) << 2);
    const keys = at(key_cache, b * slots * stored + keyHead * d);
    const values = at(value_cache, b * slots * stored + keyHead * d);
    for (let head = keyHead * sharing; head < (keyHead + 1) * sharing; head++) {
      const slope = slopeOf(head, heads, alibi);
      copyTurned(at(own, head * d), d, scratch, scale, query, 4);
      // The order of the slots does not matter, because the query sees all that are filled.
      for (let j: u32 = 0; j < count; j++) {
        let sums = f32x4.splat(0);
        for (let i: u32 = 0; i < d; i += 4) {
          sums = multiplyAdd(loadSome(at(query, i), d - i), loadSome(at(keys, j * stored + i), d - i), sums);
        }
        const age = ((position % slots) + slots - j) % slots;
        store<f32>(at(scores, j), sumLanes(sums) - slope * <f32>age);
      }
      const sum = powers(scores, count, largest(scores, count));
      const share = f32x4.splat(1 / sum);
      for (let i: u32 = 0; i < d; i += 4) {
        let total = f32x4.splat(0);
        let other = f32x4.splat(0);
        let j: u32 = 0;
        for (; j + 2 <= count; j += 2) {
          total = multiplyAdd(v128.load32_splat(at(scores, j)), loadSome(at(values, j * stored + i), d - i), total);
          other = multiplyAdd(
            v128.load32_splat(at(scores, j + 1)),
            loadSome(at(values, (j + 1) * stored + i), d - i),
            other,
          );
        }
        if (j < count)
          total = multiplyAdd(v128.load32_splat(at(scores, j)), loadSome(at(values, j * stored + i), d - i), total);
        storeSome(at(y, b * D + head * d + i), f32x4.mul(f32x4.add(total, other), share), d - i);
      }
    }
  }
}

/** A unit is the keys and values of a head of a sequence, which several may share. Scratch holds the turns of a position. */
export function attention_store(
  from: u32,
  to: u32,
  scratch: usize,
  qkv: usize,
  frequencies: usize,
  cursor: usize,
  key_cache: usize,
  value_cache: usize,
  L: u32,
  D: u32,
  heads: u32,
  slots: u32,
  sharing: u32,
): void {
  const d = D / heads;
  const stored = D / sharing;
  const stride = D + 2 * stored;
  const first = load<u32>(cursor);
  for (let t: u32 = L > slots ? L - slots : 0; t < L; t++) {
    turnRows(frequencies, first + t, 1, d, scratch);
    for (let unit = from; unit < to; unit++) {
      const b = unit / (heads / sharing);
      const keyHead = (unit % (heads / sharing)) * d;
      const own = at(qkv, (b * L + t) * stride + D + keyHead);
      const slot = (b * slots + ((first + t) % slots)) * stored + keyHead;
      copyTurned(own, d, scratch, 1, at(key_cache, slot), 4);
      memory.copy(at(value_cache, slot), at(own, stored), (<usize>d) << 2);
    }
  }
}

export function attention_decode_units(B: u32, heads: u32, sharing: u32): u32 {
  return B * (heads / sharing);
}

export function attention_decode_scratch(D: u32, heads: u32, slots: u32): u32 {
  return turnBytes(D / heads) + 4 * (D / heads + slots);
}

export function attention_store_units(B: u32, heads: u32, sharing: u32): u32 {
  return B * (heads / sharing);
}

export function attention_store_scratch(D: u32, heads: u32): u32 {
  return turnBytes(D / heads);
}
