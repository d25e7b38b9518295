import { linearGrid } from '../../grid';
import { defineKernel, type Numbers, u32 } from '../../kernel';
import { pcg3d } from '../../random';
import { inFours } from '../pointwise/in_fours';

const GROUP = 64;

/** A rate is rounded to so many parts of 1: all backends compare whole numbers, so they drop the same values. */
export const DROPOUT_PARTS = 2 ** 24;

/**
 * Whether dropout keeps element i: a pure function of its arguments, each taken as 32 bits. `place` numbers the layers of a model;
 * `threshold` is the rate in parts.
 */
export function keeps(seed: number, step: number, place: number, i: number, threshold: number): boolean {
  const [key] = pcg3d(seed, step, place);
  return pcg3d(key, seed, i)[0] >>> 8 >= threshold;
}

/** What element i is multiplied by. draw: seed, step, and 1 to drop or 0 to keep all. */
function factor(draw: Numbers, place: number, i: number, threshold: number, scale: number): number {
  if (draw[2] === 0) return 1;
  return keeps(draw[0], draw[1], place, i, threshold) ? scale : 0;
}

const dims = { ...u32('n', 'place', 'threshold'), scale: 'f32' } as const;
const probed = { n: 260, place: 2, threshold: DROPOUT_PARTS / 4, scale: 4 / 3 } as const;

/**
 * Dropout (Srivastava et al. 2014), inverted, and the sum with a residual, if there is one: x and residual (n) -> mask · x · scale (+ residual).
 * Element i of (B, L, D) has its own place in the mask; draw is i32 (4): seed, step, whether to drop.
 */
export const dropout = defineKernel({
  name: 'dropout',
  buffers: { x: 'read', residual: 'read', draw: 'read', y: 'write' },
  dims: { ...dims, has_residual: 'u32' },
  grid: ({ n }) => linearGrid(n, GROUP),
  variants: inFours('dropout', () => 1, 'n'),
  probe: () => ({
    dims: { ...probed, has_residual: 1 },
    elements: { x: 260, residual: 260, draw: 4, y: 260 },
    integers: { draw: 3 },
  }),
  reference({ x, residual, draw, y }, { n, place, threshold, scale, has_residual }) {
    for (let i = 0; i < n; i++)
      y[i] = (has_residual ? residual[i] : 0) + x[i] * factor(draw, place, i, threshold, scale);
  },
});

/** The mask is computed again: dx (+)= mask · dy · scale. */
export const dropoutBackward = defineKernel({
  name: 'dropout_backward',
  buffers: { dy: 'read', draw: 'read', dx: 'accumulate' },
  dims,
  grid: ({ n }) => linearGrid(n, GROUP),
  variants: inFours('dropout_backward', () => 1, 'n'),
  probe: () => ({ dims: probed, elements: { dy: 260, draw: 4, dx: 260 }, integers: { draw: 3 } }),
  reference({ dy, draw }, { n, place, threshold, scale }, put) {
    for (let i = 0; i < n; i++) put.dx(i, dy[i] * factor(draw, place, i, threshold, scale));
  },
});
