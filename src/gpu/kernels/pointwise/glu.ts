import { linearGrid } from '../../grid';
import { defineKernel, u32 } from '../../kernel';
import { sigmoid } from '../functions';
import { inFours } from './in_fours';

const GROUP = 64;

/** Gated linear unit (Dauphin et al. 2017), added to a residual if there is one: x (rows, 2D), residual (rows, D) -> (rows, D). */
export const glu = defineKernel({
  name: 'glu',
  buffers: { x: 'read', residual: 'read', y: 'write' },
  dims: u32('rows', 'D', 'has_residual'),
  grid: ({ rows, D }) => linearGrid(rows * D, GROUP),
  variants: inFours('glu', ({ rows }) => rows, 'D'),
  probe: () => ({ dims: { rows: 5, D: 12, has_residual: 1 }, elements: { x: 120, residual: 60, y: 60 } }),
  reference({ x, residual, y }, { rows, D, has_residual }) {
    for (let i = 0; i < rows * D; i++) {
      const at = i + Math.floor(i / D) * D;
      y[i] = (has_residual ? residual[i] : 0) + x[at] * sigmoid(x[at + D]);
    }
  },
});

export const gluBackward = defineKernel({
  name: 'glu_backward',
  buffers: { x: 'read', dy: 'read', dx: 'accumulate' },
  dims: u32('rows', 'D'),
  grid: ({ rows, D }) => linearGrid(rows * D, GROUP),
  variants: inFours('glu_backward', ({ rows }) => rows, 'D'),
  probe: () => ({ dims: { rows: 5, D: 12 }, elements: { x: 120, dy: 60, dx: 120 } }),
  reference({ x, dy }, { rows, D }, put) {
    for (let i = 0; i < rows * D; i++) {
      const at = i + Math.floor(i / D) * D;
      const open = sigmoid(x[at + D]);
      put.dx(at, dy[i] * open);
      put.dx(at + D, dy[i] * x[at] * open * (1 - open));
    }
  },
});
