import { linearGrid } from '../../grid';
import { defineKernel, u32 } from '../../kernel';
import { inFours } from '../pointwise/in_fours';
import { ropeTurn } from './rope';

/**
 * Adds to x (B, L, D) the row of weight (places, D) at each token's position, counted from 0 or from the cursor. Positions beyond the
 * table take its last row.
 */
export const addPositions = defineKernel({
  name: 'add_positions',
  buffers: { x: 'read', weight: 'read', cursor: 'read', y: 'write' },
  dims: u32('B', 'L', 'D', 'places', 'from_cursor'),
  grid: ({ B, L, D }) => linearGrid(B * L * D, 64),
  variants: inFours('add_positions', ({ B, L }) => B * L, 'D'),
  probe: () => ({
    dims: { B: 2, L: 3, D: 12, places: 4, from_cursor: 1 },
    elements: { x: 72, weight: 48, cursor: 4, y: 72 },
    integers: { cursor: 2 },
  }),
  reference({ x, weight, cursor, y }, { B, L, D, places, from_cursor }) {
    const first = from_cursor ? Math.max(0, cursor[0]) : 0;
    for (let row = 0; row < B * L; row++) {
      const place = Math.min(places - 1, first + (row % L));
      for (let d = 0; d < D; d++) y[row * D + d] = x[row * D + d] + weight[place * D + d];
    }
  },
});

/** dy (B, L, D) -> dweight (places, D). Positions count from 0, and L is at most `places`. */
export const addPositionsBackward = defineKernel({
  name: 'add_positions_backward',
  buffers: { dy: 'read', dweight: 'write' },
  dims: u32('B', 'L', 'D', 'places'),
  grid: ({ D, places }) => linearGrid(places * D, 64),
  reference({ dy, dweight }, { B, L, D }) {
    dweight.fill(0);
    for (let b = 0; b < B; b++) {
      for (let i = 0; i < L * D; i++) dweight[i] += dy[b * L * D + i];
    }
  },
});

/** Adds to x (B, L, D) the (sin, cos) pairs of each token's position, counted as in `addPositions`. `frequencies`: waveFrequencies(D, …). */
export const addWaves = defineKernel({
  name: 'add_waves',
  buffers: { x: 'read', frequencies: 'read', cursor: 'read', y: 'write' },
  dims: u32('B', 'L', 'D', 'from_cursor'),
  grid: ({ B, L, D }) => linearGrid(B * L * Math.ceil(D / 2), 64),
  reference({ x, frequencies, cursor, y }, { B, L, D, from_cursor }) {
    const first = from_cursor ? Math.max(0, cursor[0]) : 0;
    for (let row = 0; row < B * L; row++) {
      for (let i = 0; i < D; i++) {
        const [cos, sin] = ropeTurn(frequencies, i >> 1, first + (row % L));
        y[row * D + i] = x[row * D + i] + (i % 2 === 0 ? sin : cos);
      }
    }
  },
});
