import { linearGrid } from '../../grid';
import { allOf, defineKernel, u32 } from '../../kernel';
import { geluTanh, geluTanhSlope } from '../functions';
import { inFours } from './in_fours';

/** y = gelu(s + skip x): s, x, y (rows, D), skip (D). GELU is the form with tanh. */
export const skipGelu = defineKernel({
  name: 'skip_gelu',
  buffers: { ...allOf('read', 's', 'x', 'skip'), y: 'write' },
  dims: u32('rows', 'D'),
  grid: ({ rows, D }) => linearGrid(rows * D, 64),
  variants: inFours('skip_gelu', ({ rows }) => rows, 'D'),
  probe: () => ({ dims: { rows: 5, D: 12 }, elements: { s: 60, x: 60, skip: 12, y: 60 } }),
  reference({ s, x, skip, y }, { rows, D }) {
    for (let i = 0; i < rows * D; i++) y[i] = geluTanh(s[i] + skip[i % D] * x[i]);
  },
});

/** Adjoint of `skip_gelu`: ds and dx (rows, D), and a copy of dskip (copies, D) for each `segment` of rows. */
export const skipGeluBackward = defineKernel({
  name: 'skip_gelu_backward',
  buffers: { ...allOf('read', 's', 'x', 'skip', 'dy'), ...allOf('accumulate', 'ds', 'dx'), dskip: 'write' },
  dims: u32('rows', 'D', 'segment'),
  work: ({ rows, D }) => rows * D * 16,
  grid: ({ rows, D, segment }) => linearGrid(Math.ceil(rows / segment) * D, 64),
  reference({ s, x, skip, dy, dskip }, { rows, D, segment }, put) {
    dskip.fill(0);
    for (let i = 0; i < rows * D; i++) {
      const pull = dy[i] * geluTanhSlope(s[i] + skip[i % D] * x[i]);
      put.ds(i, pull);
      put.dx(i, pull * skip[i % D]);
      dskip[Math.floor(Math.floor(i / D) / segment) * D + (i % D)] += pull * x[i];
    }
  },
});
