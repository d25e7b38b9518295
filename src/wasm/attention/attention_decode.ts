import { at, loadSome, multiplyAdd, storeSome, sumLanes } from '../shared/lanes';
import { copyTurned, turnBytes, turnRows } from './head';
import { largest, powers } from './softmax';

/** A unit is a head of a sequence. Scratch holds the turns of the position, the query, and the scores of the slots. */
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
): void {
  const d = D / heads;
  const position = load<u32>(cursor);
  const count = min(slots, position + 1);
  const query = scratch + turnBytes(d);
  const scores = at(query, d);
  const scale: f32 = 1 / sqrt<f32>(<f32>d);
  turnRows(frequencies, position, 1, d, scratch);
  for (let unit = from; unit < to; unit++) {
    const b = unit / heads;
    const head = (unit % heads) * d;
    const own = at(qkv, b * 3 * D + head);
    const slot = (b * slots + (position % slots)) * D + head;
    copyTurned(own, d, scratch, scale, query, 4);
    copyTurned(at(own, D), d, scratch, 1, at(key_cache, slot), 4);
    memory.copy(at(value_cache, slot), at(own, 2 * D), (<usize>d) << 2);
    // The order of the slots does not matter, because the query sees all that are filled.
    const keys = at(key_cache, b * slots * D + head);
    for (let j: u32 = 0; j < count; j++) {
      let sums = f32x4.splat(0);
      for (let i: u32 = 0; i < d; i += 4) {
        sums = multiplyAdd(loadSome(at(query, i), d - i), loadSome(at(keys, j * D + i), d - i), sums);
      }
      store<f32>(at(scores, j), sumLanes(sums));
    }
    const sum = powers(scores, count, largest(scores, count));
    const share = f32x4.splat(1 / sum);
    const values = at(value_cache, b * slots * D + head);
    for (let i: u32 = 0; i < d; i += 4) {
      let total = f32x4.splat(0);
      let other = f32x4.splat(0);
      let j: u32 = 0;
      for (; j + 2 <= count; j += 2) {
        total = multiplyAdd(v128.load32_splat(at(scores, j)), loadSome(at(values, j * D + i), d - i), total);
        other = multiplyAdd(v128.load32_splat(at(scores, j + 1)), loadSome(at(values, (j + 1) * D + i), d - i), other);
      }
      if (j < count)
        total = multiplyAdd(v128.load32_splat(at(scores, j)), loadSome(at(values, j * D + i), d - i), total);
      storeSome(at(y, b * D + head + i), f32x4.mul(f32x4.add(total, other), share), d - i);
    }
  }
}

/** A unit is a head of a sequence. Scratch holds the turns of a position. */
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
): void {
  const d = D / heads;
  const first = load<u32>(cursor);
  for (let t: u32 = L > slots ? L - slots : 0; t < L; t++) {
    turnRows(frequencies, first + t, 1, d, scratch);
    for (let unit = from; unit < to; unit++) {
      const b = unit / heads;
      const head = (unit % heads) * d;
      const own = at(qkv, (b * L + t) * 3 * D + head);
      const slot = (b * slots + ((first + t) % slots)) * D + head;
      copyTurned(at(own, D), d, scratch, 1, at(key_cache, slot), 4);
      memory.copy(at(value_cache, slot), at(own, 2 * D), (<usize>d) << 2);
    }
  }
}

export function attention_decode_units(B: u32, heads: u32): u32 {
  return B * heads;
}

export function attention_decode_scratch(D: u32, heads: u32, slots: u32): u32 {
  return turnBytes(D / heads) + 4 * (D / heads + slots);
}

export function attention_store_units(B: u32, heads: u32): u32 {
  return B * heads;
}

export function attention_store_scratch(D: u32, heads: u32): u32 {
  return turnBytes(D / heads);
}
