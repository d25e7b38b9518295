import { linearGrid } from '../../grid';
import { defineKernel, u32 } from '../../kernel';
import { sigmoid } from '../functions';
import { inFours } from './in_fours';

/** SwiGLU (Shazeer 2020): x (rows, 2F) -> (rows, F). The gate is the second half, as in GatedMLP of state-spaces/mamba. */
export const swiglu = defineKernel({
  name: 'swiglu',
  buffers: { x: 'read', y: 'write' },
  dims: u32('rows', 'F'),
  grid: ({ rows, F }) => linearGrid(rows * F, 64),
  variants: inFours('swiglu', ({ rows }) => rows, 'F'),
  probe: () => ({ dims: { rows: 5, F: 12 }, elements: { x: 120, y: 60 } }),
  reference({ x, y }, { rows, F }) {
    for (let row = 0; row < rows; row++) {
      for (let f = 0; f < F; f++) {
        const at = row * 2 * F + f;
        y[row * F + f] = x[at] * x[at + F] * sigmoid(x[at + F]);
      }
    }
  },
});

export const swigluBackward = defineKernel({
  name: 'swiglu_backward',
  buffers: { x: 'read', dy: 'read', dx: 'accumulate' },
  dims: u32('rows', 'F'),
  grid: ({ rows, F }) => linearGrid(rows * F, 64),
  variants: inFours('swiglu_backward', ({ rows }) => rows, 'F'),
  probe: () => ({ dims: { rows: 5, F: 12 }, elements: { x: 120, dy: 60, dx: 120 } }),
  reference({ x, dy }, { rows, F }, put) {
    for (let row = 0; row < rows; row++) {
      for (let f = 0; f < F; f++) {
        const at = row * 2 * F + f;
        const gate = x[at + F];
        const open = sigmoid(gate);
        put.dx(at, dy[row * F + f] * gate * open);
        put.dx(at + F, dy[row * F + f] * x[at] * open * (1 + gate * (1 - open)));
      }
    }
  },
});
