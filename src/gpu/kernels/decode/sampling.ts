import { linearGrid } from '../../grid';
import { defineKernel, type Numbers, u32 } from '../../kernel';
import { randomAt } from '../../random';

/** x (B, L, D) -> y (B, D): the last row of each sequence, or (`at_cursor`) the row at the cursor, L - 1 at most. */
export const selectRow = defineKernel({
  name: 'select_row',
  buffers: { x: 'read', cursor: 'read', y: 'write' },
  dims: u32('B', 'L', 'D', 'at_cursor'),
  grid: ({ B, D }) => linearGrid(B * D, 64),
  reference({ x, cursor, y }, { B, L, D, at_cursor }) {
    const t = at_cursor ? Math.min(L - 1, Math.max(0, cursor[0])) : L - 1;
    for (let b = 0; b < B; b++) y.set(x.subarray((b * L + t) * D, (b * L + t + 1) * D), b * D);
  },
});

/** Infinity counts as this number; -Infinity and NaN count as its negative. */
const LARGEST = 3.4e38;

function bounded(logits: Numbers): Float64Array {
  return Float64Array.from(logits, x => {
    if (Number.isFinite(x)) return x;
    return x === Number.POSITIVE_INFINITY ? LARGEST : -LARGEST;
  });
}

/** The lowest of the tokens with the largest logit. */
function largest(logits: Numbers): number {
  let pick = 0;
  for (let v = 1; v < logits.length; v++) if (logits[v] > logits[pick]) pick = v;
  return pick;
}

/** Draws from softmax(logits / temperature) over the `keep` largest logits (0: all). Of equal logits, lower tokens come first. */
function draw(logits: Numbers, temperature: number, keep: number, random: number): number {
  const top = logits[largest(logits)];
  const cut = keep > 0 && keep < logits.length;
  const threshold = cut ? logits.slice().sort()[logits.length - keep] : Number.NEGATIVE_INFINITY;
  let places = cut ? keep - logits.filter(x => x > threshold).length : 0;
  const mass = Float64Array.from(logits, x => {
    if (x < threshold || (x === threshold && places-- <= 0)) return 0;
    return Math.exp(Math.max(x - top, -80 * temperature) / temperature);
  });
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

/** Takes the place of the sampled token if a logit is not finite as float32. */
export const NOTHING_SAMPLED = -1;

/** The token, or NOTHING_SAMPLED. */
export function sampledFrom(logits: Numbers, token: number): number {
  return logits.every(x => Number.isFinite(Math.fround(x))) ? token : NOTHING_SAMPLED;
}

/** The twin of shaders/shared/sample_logits.wgsl: the token for `position`. */
export function sampleLogits(
  logits: Numbers,
  how: { readonly seed: number; readonly topK: number; readonly temperature: number },
  position: number,
  sequence: number,
): number {
  const { seed, topK, temperature } = how;
  const finite = bounded(logits);
  return temperature > 0 ? draw(finite, temperature, topK, randomAt(seed, position, sequence)) : largest(finite);
}

/**
 * logits (B, V) of the token at cursor + advance - 1 -> the next token of each sequence, then cursor += advance.
 * stream (2, B, capacity): the tokens that the sequences hold, then those sampled for each position. A sampled token is also held,
 * except at positions below `tokens given`, which hold a prompt or a task's own sequence. control: seed, top k (0: whole vocabulary),
 * tokens given. temperature[0] <= 0: greedy, the lowest of equal tokens. If a logit is not finite, the sampled token is NOTHING_SAMPLED;
 * the held one is sampled with Infinity as the largest number, and -Infinity and NaN as the smallest.
 */
export const sampleToken = defineKernel({
  name: 'sample_token',
  buffers: { logits: 'read', control: 'read', temperature: 'read', cursor: 'write', stream: 'write' },
  dims: u32('B', 'V', 'capacity', 'advance'),
  work: ({ B, V }) => B * V * 100,
  grid: () => [1, 1, 1],
  reference({ logits, control, temperature, cursor, stream }, { B, V, capacity, advance }) {
    const [seed, topK, given] = control;
    const next = cursor[0] + advance;
    cursor[0] = next;
    if (next >= capacity) return;
    for (let b = 0; b < B; b++) {
      const own = logits.subarray(b * V, (b + 1) * V);
      const token = sampleLogits(own, { seed, topK, temperature: temperature[0] }, next, b);
      stream[(B + b) * capacity + next] = sampledFrom(own, token);
      if (next >= given) stream[b * capacity + next] = token;
    }
  },
});
