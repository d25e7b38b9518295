import { linearGrid } from '../../grid';
import { allOf, defineKernel, u32 } from '../../kernel';

/** y = sin(frequency x): x, y (rows, F), frequency (F). */
export const sine = defineKernel({
  name: 'sine',
  buffers: { ...allOf('read', 'x', 'frequency'), y: 'write' },
  dims: u32('rows', 'F'),
  grid: ({ rows, F }) => linearGrid(rows * F, 64),
  reference({ x, frequency, y }, { rows, F }) {
    for (let i = 0; i < rows * F; i++) y[i] = Math.sin(frequency[i % F] * x[i]);
  },
});

/** Adjoint of `sine`: dx (rows, F), and a copy of dfrequency (copies, F) for each `segment` of rows. */
export const sineBackward = defineKernel({
  name: 'sine_backward',
  buffers: { ...allOf('read', 'x', 'frequency', 'dy'), dx: 'accumulate', dfrequency: 'write' },
  dims: u32('rows', 'F', 'segment'),
  work: ({ rows, F }) => rows * F * 20,
  grid: ({ rows, F, segment }) => linearGrid(Math.ceil(rows / segment) * F, 64),
  reference({ x, frequency, dy, dfrequency }, { rows, F, segment }, put) {
    dfrequency.fill(0);
    for (let i = 0; i < rows * F; i++) {
      const pull = dy[i] * Math.cos(frequency[i % F] * x[i]);
      put.dx(i, pull * frequency[i % F]);
      dfrequency[Math.floor(Math.floor(i / F) / segment) * F + (i % F)] += pull * x[i];
    }
  },
});
