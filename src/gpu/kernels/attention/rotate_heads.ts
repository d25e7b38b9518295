import { linearGrid } from '../../grid';
import { allOf, defineKernel, u32 } from '../../kernel';
import { ropeRows } from './rope';

/** `width` columns from x on in rows of `stride`: heads of K. Positions count from 0, or from the cursor. */
const DIMS = u32('B', 'L', 'K', 'width', 'stride', 'x', 'from_cursor');

/** Turns each pair of elements of each head by its token's position: columns x of `values` -> y (B, L, width). `frequencies`: ropeFrequencies. */
export const rotateHeads = defineKernel({
  name: 'rotate_heads',
  buffers: { ...allOf('read', 'values', 'frequencies', 'cursor'), y: 'write' },
  dims: DIMS,
  work: ({ B, L, width }) => B * L * width * 8,
  grid: ({ B, L, width }) => linearGrid(B * L * width, 64),
  reference({ values, frequencies, cursor, y }, { B, L, K, width, stride, x, from_cursor }) {
    const first = from_cursor ? Math.max(0, cursor[0]) : 0;
    for (let row = 0; row < B * L; row++) {
      for (let i = 0; i < width; i++) y[row * width + i] = values[row * stride + x + i];
    }
    const rows = { count: B * L, stride: width, offset: 0, width };
    ropeRows(y, rows, frequencies, K, row => first + (row % L));
  },
});

/** Adjoint of `rotate_heads`, which turns back: dy (B, L, width) -> columns dx of `dvalues`. */
export const rotateHeadsBackward = defineKernel({
  name: 'rotate_heads_backward',
  buffers: { ...allOf('read', 'dy', 'frequencies', 'cursor'), dvalues: 'overwrite' },
  dims: u32('B', 'L', 'K', 'width', 'd_stride', 'dx', 'from_cursor'),
  work: ({ B, L, width }) => B * L * width * 8,
  grid: ({ B, L, width }) => linearGrid(B * L * width, 64),
  reference({ dy, frequencies, cursor, dvalues }, { B, L, K, width, d_stride, dx, from_cursor }) {
    const first = from_cursor ? Math.max(0, cursor[0]) : 0;
    for (let row = 0; row < B * L; row++) {
      for (let i = 0; i < width; i++) dvalues[row * d_stride + dx + i] = dy[row * width + i];
    }
    const rows = { count: B * L, stride: d_stride, offset: dx, width };
    ropeRows(dvalues, rows, frequencies, K, row => -(first + (row % L)));
  },
});
