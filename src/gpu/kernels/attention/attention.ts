import { allOf, defineKernel, type Numbers, u32 } from '../../kernel';
import { backwardProbe, backwardVariants, forwardProbe, forwardVariants, shapeClass } from './attention_variants';
import { ropeRows, ropeTurn } from './rope';

/** Invocations of a workgroup. */
const GROUP = 64;
/** Queries or keys that a workgroup owns. */
const ROWS = 4;

/** The constants of the shaders for heads of any width. OWN: pairs of a head that an invocation takes. */
export function headConstants({ D, heads }: { readonly D: number; readonly heads: number }): Record<string, number> {
  return { OWN: Math.ceil(Math.ceil(D / heads / 2) / GROUP) };
}

/** About how many pairs of a query and a key all heads compute. A cache counts as full. */
function pairsOf({
  B,
  L,
  heads,
  window,
  slots,
}: Readonly<Record<'B' | 'L' | 'heads' | 'window' | 'slots', number>>): number {
  return B * heads * L * Math.min(window, slots + (L + 1) / 2);
}

/** A copy of qkv (B, L, 3D) whose q and k are turned to their positions. */
function turnedCopy(qkv: Numbers, frequencies: Numbers, L: number, D: number, heads: number, start: number): Numbers {
  const copy = qkv.slice();
  const rows = { count: qkv.length / (3 * D), stride: 3 * D, offset: 0, width: 2 * D };
  ropeRows(copy, rows, frequencies, D / heads, row => start + (row % L));
  return copy;
}

/**
 * Causal attention over a call's L tokens and the cached ones before them: qkv (B, L, 3D) -> y (B, L, D) and lse (B, heads, L),
 * the log of the sum of exp(score). Token t sees `window` tokens, itself included. Without a cache, `slots` and `cursor` are zero.
 */
export const attentionForward = defineKernel({
  name: 'attention_forward',
  buffers: {
    ...allOf('read', 'qkv', 'frequencies', 'cursor', 'key_cache', 'value_cache'),
    ...allOf('write', 'y', 'lse'),
  },
  dims: u32('B', 'L', 'D', 'heads', 'window', 'slots'),
  constants: headConstants,
  work: dims => pairsOf(dims) * (2 * (dims.D / dims.heads) + 16),
  grid: ({ B, L, heads }) => [Math.ceil(L / ROWS), heads, B],
  variants: forwardVariants,
  probe: forwardProbe,
  shapeClass,
  reference(buffers, { B, L, D, heads, window, slots }) {
    const { qkv, frequencies, cursor, key_cache, value_cache, y, lse } = buffers;
    const d = D / heads;
    const start = cursor[0];
    const turned = turnedCopy(qkv.subarray(0, B * L * 3 * D), frequencies, L, D, heads, start);
    for (let row = 0; row < B * L; row++) {
      const b = Math.floor(row / L);
      const position = start + (row % L);
      const lowest = Math.max(0, position - window + 1);
      for (let head = 0; head < heads; head++) {
        const query = row * 3 * D + head * d;
        const places = Array.from({ length: position + 1 - lowest }, (_, i) => {
          const key = lowest + i;
          const slot = (b * slots + (key % slots)) * D + head * d;
          const own = (b * L + key - start) * 3 * D + head * d;
          return key < start
            ? { keys: key_cache, key: slot, values: value_cache, value: slot }
            : { keys: turned, key: own + D, values: turned, value: own + 2 * D };
        });
        const scores = places.map(({ keys, key }) => {
          let score = 0;
          for (let i = 0; i < d; i++) score += turned[query + i] * keys[key + i];
          return score / Math.sqrt(d);
        });
        const best = scores.reduce((a, score) => Math.max(a, score));
        const sum = scores.reduce((total, score) => total + Math.exp(score - best), 0);
        for (let i = 0; i < d; i++) {
          y[row * D + head * d + i] = places.reduce(
            (total, { values, value }, at) => total + (Math.exp(scores[at] - best) / sum) * values[value + i],
            0,
          );
        }
        lse[(b * heads + head) * L + (row % L)] = best + Math.log(sum);
      }
    }
  },
});

/** Gradient of `attention_forward` without a cache: dqkv (+)= (B, L, 3D). */
export const attentionBackward = defineKernel({
  name: 'attention_backward',
  buffers: { qkv: 'read', frequencies: 'read', y: 'read', lse: 'read', dy: 'read', dqkv: 'accumulate' },
  dims: u32('B', 'L', 'D', 'heads', 'window'),
  constants: headConstants,
  work: dims => pairsOf({ ...dims, slots: 0 }) * (7 * (dims.D / dims.heads) + 40),
  grid: ({ B, L, heads }) => [Math.ceil(L / ROWS), heads, 2 * B],
  variants: backwardVariants,
  probe: backwardProbe,
  shapeClass,
  reference({ qkv, frequencies, y, lse, dy }, { B, L, D, heads, window }, put) {
    const d = D / heads;
    const turned = turnedCopy(qkv.subarray(0, B * L * 3 * D), frequencies, L, D, heads, 0);
    const gradient = new Float64Array(B * L * 3 * D);
    for (let row = 0; row < B * L; row++) {
      const t = row % L;
      for (let head = 0; head < heads; head++) {
        const out = row * D + head * d;
        const query = row * 3 * D + head * d;
        let delta = 0;
        for (let i = 0; i < d; i++) delta += dy[out + i] * y[out + i];
        for (let s = Math.max(0, t - window + 1); s <= t; s++) {
          const key = (row - t + s) * 3 * D + D + head * d;
          const value = key + D;
          let score = 0;
          let pull = 0;
          for (let i = 0; i < d; i++) {
            score += turned[query + i] * turned[key + i];
            pull += dy[out + i] * turned[value + i];
          }
          const weight = Math.exp(score / Math.sqrt(d) - lse[(Math.floor(row / L) * heads + head) * L + t]);
          const dscore = (weight * (pull - delta)) / Math.sqrt(d);
          for (let i = 0; i < d; i++) {
            gradient[query + i] += dscore * turned[key + i];
            gradient[key + i] += dscore * turned[query + i];
            gradient[value + i] += weight * dy[out + i];
          }
        }
      }
    }
    const half = Math.ceil(d / 2);
    for (let at = 0; at < gradient.length; at++) {
      const column = at % (3 * D);
      const t = Math.floor(at / (3 * D)) % L;
      if (column >= 2 * D) {
        put.dqkv(at, gradient[at]);
      } else if (column % d < half) {
        const [cos, sin] = ropeTurn(frequencies, column % d, t);
        const a = gradient[at];
        const isPair = (column % d) + half < d;
        const b = isPair ? gradient[at + half] : 0;
        put.dqkv(at, a * cos + b * sin);
        if (isPair) put.dqkv(at + half, b * cos - a * sin);
      }
    }
  },
});
