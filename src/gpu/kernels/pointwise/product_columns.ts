import { linearGrid } from '../../grid';
import { allOf, defineKernel, u32 } from '../../kernel';
import { inFours } from './in_fours';

const SIZES = u32('rows', 'D', 'a_stride', 'a_offset', 'b_stride', 'b_offset');

/** Columns of wider rows, in the middle of a and at the end of b. */
const probed = { rows: 5, D: 12, a_stride: 20, a_offset: 4, b_stride: 24, b_offset: 12 } as const;
const columns = (name: string) =>
  inFours<keyof typeof SIZES>(name, ({ rows }) => rows, 'D', 'a_stride', 'a_offset', 'b_stride', 'b_offset');
const grid = ({ rows, D }: { readonly rows: number; readonly D: number }) => linearGrid(rows * D, 64);

/** Columns of `a` (rows, a_stride) times columns of `b` (rows, b_stride) -> y (rows, D). */
export const productColumns = defineKernel({
  name: 'product_columns',
  buffers: { ...allOf('read', 'a', 'b'), y: 'write' },
  dims: SIZES,
  grid,
  variants: columns('product_columns'),
  probe: () => ({ dims: probed, elements: { a: 100, b: 120, y: 60 } }),
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
  dims: SIZES,
  grid,
  variants: columns('product_columns_backward'),
  probe: () => ({ dims: probed, elements: { dy: 60, b: 120, da: 100 } }),
  reference({ dy, b }, { rows, D, a_stride, a_offset, b_stride, b_offset }, put) {
    for (let i = 0; i < rows * D; i++) {
      const [row, d] = [Math.floor(i / D), i % D];
      put.da(row * a_stride + a_offset + d, dy[i] * b[row * b_stride + b_offset + d]);
    }
  },
});
