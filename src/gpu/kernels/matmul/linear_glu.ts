import { defineKernel, u32 } from '../../kernel';
import { sigmoid } from '../functions';
import { columnGrid, columnLanes } from './few_rows';

/**
 * matmul_nt and glu in one, for sampling layer by layer: a (rows, inner), b (2D, inner), bias (2D), residual (rows, D) -> c (rows, D).
 * autodiff/fuse.ts puts it where the two follow each other.
 */
export const linearGlu = defineKernel({
  name: 'linear_glu',
  buffers: { a: 'read', b: 'read', bias: 'read', residual: 'read', c: 'write' },
  dims: u32('rows', 'D', 'inner'),
  constants: ({ inner }) => ({ LANES: columnLanes(inner) }),
  grid: ({ rows, D, inner }) => columnGrid(rows, D, inner),
  reference({ a, b, bias, residual, c }, { rows, D, inner }) {
    for (let i = 0; i < rows * D; i++) {
      const own = Float64Array.from(a.subarray(Math.floor(i / D) * inner, (Math.floor(i / D) + 1) * inner));
      const product = (n: number): number => own.reduce((sum, value, k) => sum + value * b[n * inner + k], bias[n]);
      c[i] = product(i % D) * sigmoid(product(D + (i % D))) + residual[i];
    }
  },
});
