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

/** `sharing`: heads that have a key and a value in common. `alibi`: 1, each head takes off its slope for each token between query and key. */
export const KINDS = u32('sharing', 'alibi');

/** Widths in elements: of the keys of a token, and of a row of qkv, q and then k and v. */
export function widthsOf({ D, sharing }: { readonly D: number; readonly sharing: number }) {
  const keys = D / sharing;
  return { keys, row: D + 2 * keys };
}

/** What a head takes off a score for each token between query and key (Press et al. 2022). */
export function slopeOf(head: number, { heads, alibi }: { readonly heads: number; readonly alibi: number }): number {
  return alibi ? 2 ** ((-8 * (head + 1)) / heads) : 0;
}

/** A copy of qkv (B, L, row) whose q and k are turned to their positions. */
function turnedCopy(
  qkv: Numbers,
  frequencies: Numbers,
  { L, D, heads, sharing }: Readonly<Record<'L' | 'D' | 'heads' | 'sharing', number>>,
  start: number,
): Numbers {
  const copy = qkv.slice();
  const { keys, row: stride } = widthsOf({ D, sharing });
  const rows = { count: qkv.length / stride, stride, offset: 0, width: D + keys };
  ropeRows(copy, rows, frequencies, D / heads, row => start + (row % L));
  return copy;
}

/**
 * Causal attention over a call's L tokens and the cached ones before them: qkv (B, L, row) -> y (B, L, D) and lse (B, heads, L),
 * the log of the sum of exp(score). Token t sees `window` tokens, itself included. Without a cache, `slots` and `cursor` are zero.
 */
export const attentionForward = defineKernel({
  name: 'attention_forward',
  buffers: {
    ...allOf('read', 'qkv', 'frequencies', 'cursor', 'key_cache', 'value_cache'),
    ...allOf('write', 'y', 'lse'),
  },
  dims: { ...u32('B', 'L', 'D', 'heads', 'window', 'slots'), ...KINDS },
  constants: headConstants,
  work: dims => pairsOf(dims) * (2 * (dims.D / dims.heads) + 16),
  grid: ({ B, L, heads }) => [Math.ceil(L / ROWS), heads, B],
  variants: forwardVariants,
  probe: forwardProbe,
  shapeClass,
  reference(buffers, dims) {
    const { B, L, D, heads, window, slots, sharing } = dims;
    const { keys: stored, row: stride } = widthsOf(dims);
    const { qkv, frequencies, cursor, key_cache, value_cache, y, lse } = buffers;
    const d = D / heads;
    const start = cursor[0];
    const turned = turnedCopy(qkv.subarray(0, B * L * stride), frequencies, dims, start);
    for (let row = 0; row < B * L; row++) {
      const b = Math.floor(row / L);
      const position = start + (row % L);
      const lowest = Math.max(0, position - window + 1);
      for (let head = 0; head < heads; head++) {
        const query = row * stride + head * d;
        const keyHead = Math.floor(head / sharing) * d;
        const places = Array.from({ length: position + 1 - lowest }, (_, i) => {
          const key = lowest + i;
          const slot = (b * slots + (key % slots)) * stored + keyHead;
          const own = (b * L + key - start) * stride + D + keyHead;
          return key < start
            ? { keys: key_cache, key: slot, values: value_cache, value: slot }
            : { keys: turned, key: own, values: turned, value: own + stored };
        });
        const scores = places.map(({ keys, key }, i) => {
          let score = -slopeOf(head, dims) * (places.length - 1 - i) * Math.sqrt(d);
          for (let j = 0; j < d; j++) score += turned[query + j] * keys[key + j];
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

/** Gradient of `attention_forward` without a cache: dqkv (+)= (B, L, row). */
export const attentionBackward = defineKernel({
  name: 'attention_backward',
  buffers: { qkv: 'read', frequencies: 'read', y: 'read', lse: 'read', dy: 'read', dqkv: 'accumulate' },
  dims: { ...u32('B', 'L', 'D', 'heads', 'window'), ...KINDS },
  constants: headConstants,
  work: dims => pairsOf({ ...dims, slots: 0 }) * (7 * (dims.D / dims.heads) + 40),
  grid: ({ B, L, heads }) => [Math.ceil(L / ROWS), heads, 2 * B],
  variants: backwardVariants,
  probe: backwardProbe,
  shapeClass,
  reference({ qkv, frequencies, y, lse, dy }, dims, put) {
    const { B, L, D, heads, window, sharing } = dims;
    const { keys: stored, row: stride } = widthsOf(dims);
    const d = D / heads;
    const turned = turnedCopy(qkv.subarray(0, B * L * stride), frequencies, dims, 0);
    const gradient = new Float64Array(B * L * stride);
    for (let row = 0; row < B * L; row++) {
      const t = row % L;
      for (let head = 0; head < heads; head++) {
        const out = row * D + head * d;
        const query = row * stride + head * d;
        let delta = 0;
        for (let i = 0; i < d; i++) delta += dy[out + i] * y[out + i];
        for (let s = Math.max(0, t - window + 1); s <= t; s++) {
          const key = (row - t + s) * stride + D + Math.floor(head / sharing) * d;
          const value = key + stored;
          let score = -slopeOf(head, dims) * (t - s) * Math.sqrt(d);
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
      const column = at % stride;
      const t = Math.floor(at / stride) % L;
      if (column >= D + stored) {
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
