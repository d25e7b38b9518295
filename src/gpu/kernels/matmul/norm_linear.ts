import { defineKernel, type Numbers, u32 } from '../../kernel';
import { sigmoid } from '../functions';
import { columnGrid, columnLanes } from './few_rows';

/** One row after rms_norm. */
export function normalised(x: Numbers, weight: Numbers, eps: number): Float64Array {
  let squares = 0;
  for (const value of x) squares += value * value;
  const scale = 1 / Math.sqrt(squares / x.length + eps);
  return Float64Array.from(x, (value, k) => value * scale * weight[k]);
}

/**
 * rms_norm and matmul_nt in one, for sampling layer by layer: x (rows, inner), the norm's weight (inner), b (columns, inner) -> c.
 * With `gated` also swiglu, and b is (2 · columns, inner). autodiff/fuse.ts puts it where these follow each other.
 */
export const normLinear = defineKernel({
  name: 'norm_linear',
  buffers: { x: 'read', weight: 'read', b: 'read', bias: 'read', residual: 'read', c: 'write' },
  dims: { ...u32('rows', 'columns', 'inner', 'c_stride', 'c_offset', 'has_bias', 'has_residual', 'gated'), eps: 'f32' },
  constants: ({ inner, gated }) => ({ GATED: gated, LANES: columnLanes(inner) }),
  work: ({ rows, columns, inner, gated }) => rows * columns * inner * (1 + gated) * 4,
  grid: ({ rows, columns, inner }) => columnGrid(rows, columns, inner),
  reference({ x, weight, b, bias, residual, c }, dims) {
    const { rows, columns, inner, c_stride, c_offset, has_bias, has_residual, gated, eps } = dims;
    for (let row = 0; row < rows; row++) {
      const own = normalised(x.subarray(row * inner, (row + 1) * inner), weight, eps);
      const product = (column: number): number => {
        let sum = 0;
        for (let k = 0; k < inner; k++) sum += own[k] * b[column * inner + k];
        return sum;
      };
      for (let n = 0; n < columns; n++) {
        let sum = product(n);
        if (gated) {
          const gate = product(columns + n);
          sum *= gate * sigmoid(gate);
        }
        if (has_bias) sum += bias[n];
        if (has_residual) sum += residual[row * columns + n];
        c[c_offset + row * c_stride + n] = sum;
      }
    }
  },
});
