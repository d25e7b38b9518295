import { defineKernel, u32 } from '../../kernel';
import { sigmoid } from '../functions';
import { columnGrid, columnLanes } from './few_rows';
import { normalised } from './norm_linear';

/**
 * rms_norm, matmul_nt, and causal_conv of one token in one: input (B, D), b (columns, D) -> the columns of rows (B, stride) from c on.
 * The E columns from x on are convolved and written to those from u on. autodiff/fuse.ts puts it where the three follow each other.
 */
export const normLinearConv = defineKernel({
  name: 'norm_linear_conv',
  buffers: { input: 'read', weight: 'read', b: 'read', taps: 'read', bias: 'read', state: 'write', rows: 'write' },
  dims: { ...u32('B', 'D', 'E', 'K', 'columns', 'stride', 'c', 'x', 'u'), eps: 'f32' },
  constants: ({ D }) => ({ LANES: columnLanes(D) }),
  grid: ({ B, D, columns }) => columnGrid(B, columns, D),
  reference({ input, weight, b, taps, bias, state, rows }, { B, D, E, K, columns, stride, c, x, u, eps }) {
    for (let row = 0; row < B; row++) {
      const normed = normalised(input.subarray(row * D, (row + 1) * D), weight, eps);
      for (let column = 0; column < columns; column++) {
        const projected = normed.reduce((sum, value, k) => sum + value * b[column * D + k], 0);
        rows[row * stride + c + column] = projected;
        const e = c + column - x;
        if (e < 0 || e >= E) continue;
        const before = state.subarray((row * E + e) * (K - 1), (row * E + e + 1) * (K - 1));
        const seen = [...before, projected];
        const sum = seen.reduce((part, value, k) => part + taps[e * K + k] * value, bias[e]);
        before.set(seen.slice(1));
        rows[row * stride + u + e] = sum * sigmoid(sum);
      }
    }
  },
});
