import gatherSource from '../../shaders/gather_tokens.wgsl?raw';
import sampleSource from '../../shaders/sample_token.wgsl?raw';
import selectSource from '../../shaders/select_row.wgsl?raw';
import { compose } from '../compose';
import { linearGrid } from '../grid';
import { defineKernel, type Numbers } from '../kernel';
import { randomAt } from '../random';

/** First position of a window of L tokens that ends at the cursor, or starts at 0 where there are fewer. */
function windowStart(position: number, L: number): number {
  return Math.max(position + 1, L) - L;
}

/** stream (B, capacity) -> tokens (B, L): from the cursor on, or (`window`) the L tokens up to it, from 0 at the earliest. */
export const gatherTokens = defineKernel({
  name: 'gather_tokens',
  source: compose(gatherSource),
  buffers: { stream: 'read', cursor: 'read', tokens: 'write' },
  dims: { B: 'u32', L: 'u32', capacity: 'u32', window: 'u32' },
  grid: ({ B, L }) => [Math.ceil(L / 64), B, 1],
  reference({ stream, cursor, tokens }, { B, L, capacity, window }) {
    const start = window ? windowStart(cursor[0], L) : cursor[0];
    for (let b = 0; b < B; b++) {
      for (let i = 0; i < L; i++) tokens[b * L + i] = stream[b * capacity + Math.min(start + i, capacity - 1)];
    }
  },
});

/** x (B, L, D) -> y (B, D): of each sequence the last row, or (`window`, as in gather_tokens) that of the cursor's token. */
export const selectRow = defineKernel({
  name: 'select_row',
  source: compose(selectSource),
  buffers: { x: 'read', cursor: 'read', y: 'write' },
  dims: { B: 'u32', L: 'u32', D: 'u32', window: 'u32' },
  grid: ({ B, D }) => linearGrid(B * D, 64),
  reference({ x, cursor, y }, { B, L, D, window }) {
    const t = window ? Math.min(L - 1, Math.max(0, cursor[0])) : L - 1;
    for (let b = 0; b < B; b++) y.set(x.subarray((b * L + t) * D, (b * L + t + 1) * D), b * D);
  },
});

/** What `sample_token` reads as `control`. topK 0 keeps the whole vocabulary; temperature 0 is greedy. */
export function samplingControl(seed: number, topK: number, temperature: number): Int32Array<ArrayBuffer> {
  const bits = new Int32Array(Float32Array.of(temperature).buffer);
  return Int32Array.of(seed, topK, ...bits, 0);
}

function temperatureOf(control: Numbers): number {
  return new Float32Array(Int32Array.of(control[2]).buffer)[0];
}

/** The lowest of the tokens with the largest logit. */
function largest(logits: Numbers): number {
  let pick = 0;
  for (let v = 1; v < logits.length; v++) if (logits[v] > logits[pick]) pick = v;
  return pick;
}

/** Draws from softmax(logits / temperature) over the `keep` largest logits (ties at the edge stay in). */
function draw(logits: Numbers, temperature: number, keep: number, random: number): number {
  const top = logits[largest(logits)];
  const threshold =
    keep > 0 && keep < logits.length
      ? Float64Array.from(logits).sort()[logits.length - keep]
      : Number.NEGATIVE_INFINITY;
  const mass = Float64Array.from(logits, x => (x >= threshold ? Math.exp(Math.max((x - top) / temperature, -80)) : 0));
  let left = random * mass.reduce((sum, x) => sum + x, 0);
  let pick = 0;
  for (let v = 0; v < mass.length; v++) {
    if (mass[v] === 0) continue;
    pick = v;
    left -= mass[v];
    if (left < 0) break;
  }
  return pick;
}

/**
 * logits (B, V) of the token at cursor + advance - 1 -> the next token of each sequence into stream (B, capacity) at
 * cursor + advance, then cursor += advance. control: see samplingControl. Greedy ties go to the lowest token.
 */
export const sampleToken = defineKernel({
  name: 'sample_token',
  source: compose(sampleSource),
  buffers: { logits: 'read', control: 'read', cursor: 'write', stream: 'write' },
  dims: { B: 'u32', V: 'u32', capacity: 'u32', advance: 'u32' },
  grid: () => [1, 1, 1],
  reference({ logits, control, cursor, stream }, { B, V, capacity, advance }) {
    const [seed, keep] = control;
    const temperature = temperatureOf(control);
    const next = cursor[0] + advance;
    cursor[0] = next;
    if (next >= capacity) return;
    for (let b = 0; b < B; b++) {
      const own = logits.subarray(b * V, (b + 1) * V);
      const random = randomAt(seed, next, b);
      stream[b * capacity + next] = temperature > 0 ? draw(own, temperature, keep, random) : largest(own);
    }
  },
});
