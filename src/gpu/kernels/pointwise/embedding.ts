import { linearGrid } from '../../grid';
import { defineKernel, u32 } from '../../kernel';
import { inFours } from './in_fours';

function clampToken(token: number, V: number): number {
  return Math.min(V - 1, Math.max(0, token));
}

/** L of tokens (B, capacity), from position 0 or from the cursor on, and weight (V, D) -> y (B, L, D). */
export const embedding = defineKernel({
  name: 'embedding',
  buffers: { tokens: 'read', cursor: 'read', weight: 'read', y: 'write' },
  dims: u32('B', 'L', 'D', 'V', 'capacity', 'from_cursor'),
  grid: ({ B, L, D }) => linearGrid(B * L * D, 64),
  variants: inFours('embedding', ({ B, L }) => B * L, 'D'),
  probe: () => ({
    dims: { B: 2, L: 3, D: 12, V: 5, capacity: 8, from_cursor: 1 },
    elements: { tokens: 16, cursor: 4, weight: 60, y: 72 },
    integers: { tokens: 3, cursor: 2 },
  }),
  reference({ tokens, cursor, weight, y }, { B, L, D, V, capacity, from_cursor }) {
    const first = from_cursor ? Math.max(0, cursor[0]) : 0;
    for (let row = 0; row < B * L; row++) {
      const position = Math.min(capacity - 1, first + (row % L));
      const token = clampToken(tokens[Math.floor(row / L) * capacity + position], V);
      for (let d = 0; d < D; d++) y[row * D + d] = weight[token * D + d];
    }
  },
});

/** Rows that an invocation of `embedding_backward` adds up, if there is memory for so many copies. */
const ROWS = 128;
/** The most elements of all copies of the gradient, so that large vocabularies do not fill the memory. */
const MOST_ELEMENTS = 2 ** 22;
/** Every range reads all tokens, so more of them cost more than they save. */
const MOST_RANGES = 4;

/** How `embedding_backward` splits its work: copies of the gradient over rows, ranges over the vocabulary. */
export function embeddingSplits(rows: number, V: number, D: number): { copies: number; ranges: number } {
  const wanted = Math.min(32, Math.ceil(rows / ROWS));
  const copies = Math.min(wanted, Math.max(1, Math.floor(MOST_ELEMENTS / (V * D))));
  const workgroups = copies * Math.ceil(D / 64);
  return { copies, ranges: Math.min(V, MOST_RANGES, Math.ceil(wanted / workgroups)) };
}

/** tokens (rows), dy (rows, D) -> dweight (copies, V, D), the copies to be added up. */
export const embeddingBackward = defineKernel({
  name: 'embedding_backward',
  buffers: { tokens: 'read', dy: 'read', dweight: 'write' },
  dims: u32('rows', 'D', 'V', 'copies', 'ranges'),
  work: ({ rows, D, V, copies, ranges }) => 6 * D * (rows * ranges + copies * V),
  grid: ({ D, copies, ranges }) => [Math.ceil(D / 64) * ranges, copies, 1],
  reference({ tokens, dy, dweight }, { rows, D, V, copies }) {
    const span = Math.ceil(rows / copies);
    dweight.fill(0);
    for (let row = 0; row < rows; row++) {
      const base = (Math.floor(row / span) * V + clampToken(tokens[row], V)) * D;
      for (let d = 0; d < D; d++) dweight[base + d] += dy[row * D + d];
    }
  },
});
