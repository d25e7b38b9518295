import { defineKernel, u32 } from '../../kernel';
import { sigmoid } from '../functions';

/**
 * matmul_nt and glu in one, for sampling layer by layer: a (rows, inner), b (2D, inner), bias (2D), residual (rows, D) -> c (rows, D).
 * autodiff/fuse.ts puts it where the two follow each other.
 */
export const linearGlu = defineKernel({
  name: 'linear_glu',
  buffers: { a: 'read', b: 'read', bias: 'read', residual: 'read', c: 'write' },
  dims: u32('rows', 'D', 'inner'),
  grid: ({ rows, D }) => [Math.ceil(D / 128), rows, 1],
  reference({ a, b, bias, residual, c }, { rows, D, inner }) {
    for (let i = 0; i < rows * D; i++) {
      const own = Float64Array.from(a.subarray(Math.floor(i / D) * inner, (Math.floor(i / D) + 1) * inner));
      const product = (n: number): number => own.reduce((sum, value, k) => sum + value * b[n * inner + k], bias[n]);
      c[i] = product(i % D) * sigmoid(product(D + (i % D))) + residual[i];
    }
  },
});
