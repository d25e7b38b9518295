import { linearGrid } from '../../grid';
import { allOf, defineKernel, u32 } from '../../kernel';

const grid = ({ rows, D }: { readonly rows: number; readonly D: number }) => linearGrid(rows * D, 64);

/** Columns of `a` (rows, a_stride) times columns of `b` (rows, b_stride) -> y (rows, D). */
export const productColumns = defineKernel({
  name: 'product_columns',
  buffers: { ...allOf('read', 'a', 'b'), y: 'write' },
  dims: u32('rows', 'D', 'a_stride', 'a_offset', 'b_stride', 'b_offset'),
  grid,
  reference({ a, b, y }, { rows, D, a_stride, a_offset, b_stride, b_offset }) {
    for (let i = 0; i < rows * D; i++) {
      const [row, d] = [Math.floor(i / D), i % D];
      y[i] = a[row * a_stride + a_offset + d] * b[row * b_stride + b_offset + d];
    }
  },
});

/** The gradient of one factor, columns of `da` (rows, a_stride), from dy (rows, D) and columns of the other, `b` (rows, b_stride). */
export const productColumnsBackward = defineKernel({
  name: 'product_columns_backward',
  buffers: { ...allOf('read', 'dy', 'b'), da: 'accumulate' },
  dims: u32('rows', 'D', 'a_stride', 'a_offset', 'b_stride', 'b_offset'),
  grid,
  reference({ dy, b }, { rows, D, a_stride, a_offset, b_stride, b_offset }, put) {
    for (let i = 0; i < rows * D; i++) {
      const [row, d] = [Math.floor(i / D), i % D];
      put.da(row * a_stride + a_offset + d, dy[i] * b[row * b_stride + b_offset + d]);
    }
  },
});
