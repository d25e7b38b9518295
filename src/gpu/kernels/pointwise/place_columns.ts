import { linearGrid } from '../../grid';
import { defineKernel, u32 } from '../../kernel';

/** x (rows, D) -> D columns from `offset` on of `out` (rows, stride). */
export const placeColumns = defineKernel({
  name: 'place_columns',
  buffers: { x: 'read', out: 'write' },
  dims: u32('rows', 'D', 'stride', 'offset'),
  grid: ({ rows, D }) => linearGrid(rows * D, 64),
  reference({ x, out }, { rows, D, stride, offset }) {
    for (let i = 0; i < rows * D; i++) out[Math.floor(i / D) * stride + offset + (i % D)] = x[i];
  },
});

/** Adjoint of `place_columns`: those columns of `dout` -> dx. */
export const placeColumnsBackward = defineKernel({
  name: 'place_columns_backward',
  buffers: { dout: 'read', dx: 'accumulate' },
  dims: u32('rows', 'D', 'stride', 'offset'),
  grid: ({ rows, D }) => linearGrid(rows * D, 64),
  reference({ dout }, { rows, D, stride, offset }, put) {
    for (let i = 0; i < rows * D; i++) put.dx(i, dout[Math.floor(i / D) * stride + offset + (i % D)]);
  },
});
