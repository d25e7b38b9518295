import { multiply, SUMS, TILE, tile } from '../matmul/tile';
import { at, storeSome } from '../shared/lanes';
import { columnAt, copyApart, copyToPanels, copyTurned, turnBytes, turnRows } from './head';
import { clear, largest, logSum, powers, recede, slopeOf } from './softmax';

/**
 * A unit is a part of the queries of a head of a sequence. A head has one part or several. Scratch holds its keys as panels of 8 columns,
 * and its values as panels of 8 of their elements. Two products of matrices compare four queries at a time with all keys.
 */
export function attention_forward(
  from: u32,
  to: u32,
  units: u32,
  scratch: usize,
  qkv: usize,
  frequencies: usize,
  cursor: usize,
  key_cache: usize,
  value_cache: usize,
  y: usize,
  lse: usize,
  B: u32,
  L: u32,
  D: u32,
  heads: u32,
  window: u32,
  slots: u32,
  sharing: u32,
  alibi: u32,
): void {
  const d = D / heads;
  const stored = D / sharing;
  const stride = D + 2 * stored;
  const parts = units / (B * heads);
  const start = load<u32>(cursor);
  const scale: f32 = 1 / sqrt<f32>(<f32>d);
  const turns = scratch + SUMS;
  const turn = <usize>turnBytes(d);
  const queries = turns + turn * L;
  let turnedPart: u32 = u32.MAX_VALUE;
  for (let unit = from; unit < to; unit++) {
    const part = unit % parts;
    const head = (unit / parts) % heads;
    const b = unit / parts / heads;
    const firstQuery = (L * part) / parts;
    const lastQuery = (L * (part + 1)) / parts;
    const lowest = lowestOf(start + firstQuery, window);
    const count = start + lastQuery - lowest;
    const room = (count + 7) & ~7;
    const keys = at(queries, TILE * d);
    const values = at(keys, room * d);
    const scores = at(values, room * ((d + 7) & ~7));
    const row = (<usize>room) << 2;
    // The heads of a part share its turns.
    const firstTurn = max(lowest, start);
    if (part !== turnedPart) turnRows(frequencies, firstTurn, start + lastQuery - firstTurn, d, turns);
    turnedPart = part;
    for (let j: u32 = 0; j < count; j++) {
      const position = lowest + j;
      if (position < start) {
        const slot = (b * slots + (position % slots)) * stored + (head / sharing) * d;
        copyApart(at(key_cache, slot), d, columnAt(keys, j, d), 32);
        copyToPanels(at(value_cache, slot), d, j, room, values);
      } else {
        const own = at(qkv, (b * L + position - start) * stride + D + (head / sharing) * d);
        copyTurned(own, d, turns + turn * (position - firstTurn), 1, columnAt(keys, j, d), 32);
        copyToPanels(at(own, stored), d, j, room, values);
      }
    }
    for (let t = firstQuery; t < lastQuery; t += TILE) {
      const height = min(TILE, lastQuery - t);
      for (let r: u32 = 0; r < height; r++) {
        const own = at(qkv, (b * L + t + r) * stride + head * d);
        copyTurned(own, d, turns + turn * (start + t + r - firstTurn), scale, at(queries, r * d), 4);
      }
      const low = (lowestOf(start + t, window) - lowest) & ~7;
      const high = start + t + height - lowest;
      for (let j = low; j < high; j += 8) {
        multiply(queries, (<usize>d) << 2, 4, height, at(keys, j * d), d, 8, at(scores, j), row, false, scratch);
      }
      for (let r: u32 = 0; r < height; r++) {
        const own = scores + row * r;
        const begin = lowestOf(start + t + r, window) - lowest;
        const end = start + t + r + 1 - lowest;
        recede(at(own, begin), end - begin, slopeOf(head, heads, alibi));
        const top = largest(at(own, begin), end - begin);
        const sum = powers(at(own, begin), end - begin, top);
        clear(own, low, begin);
        clear(own, end, high);
        store<f32>(at(lse, (b * heads + head) * L + t + r), logSum(top, sum));
        store<f32>(at(queries, r), 1 / sum);
      }
      for (let i: u32 = 0; i < d; i += 8) {
        const panel = at(values, i * room + 8 * low);
        tile(at(scores, low), row, 4, height, panel, high - low, 8, scratch, 32, false, scratch);
        for (let r: u32 = 0; r < height; r++) {
          const share = f32x4.splat(load<f32>(at(queries, r)));
          const sums = scratch + ((<usize>r) << 5);
          const target = at(y, (b * L + t + r) * D + head * d + i);
          storeSome(target, f32x4.mul(v128.load(sums), share), d - i);
          if (d - i > 4) storeSome(target + 16, f32x4.mul(v128.load(sums, 16), share), d - i - 4);
        }
      }
    }
  }
}

/** The first position that a query sees. */
function lowestOf(position: u32, window: u32): u32 {
  return position + 1 > window ? position + 1 - window : 0;
}

/** Parts of the queries of a head, so that few heads of a long sequence keep all threads busy. */
export function attention_forward_units(B: u32, L: u32, heads: u32): u32 {
  return B * heads >= 8 ? B * heads : B * heads * max<u32>(1, min<u32>(8, L / 64));
}

export function attention_forward_scratch(L: u32, D: u32, heads: u32, window: u32, slots: u32): u32 {
  const d = D / heads;
  const keys = (L + min(window, slots) + 7) & ~7;
  return <u32>SUMS + L * turnBytes(d) + 4 * (TILE * d + keys * (d + ((d + 7) & ~7)) + TILE * keys);
}
