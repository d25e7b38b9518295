import source from '../../../shaders/matmul/norm_linear_conv.wgsl?raw';
import { compose } from '../../compose';
import { defineKernel } from '../../kernel';
import { sigmoid } from '../recurrent/recurrent';
import { normalised } from './norm_linear';

/**
 * rms_norm, in_proj, and causal_conv of one token of Mamba in one: input (B, D), b (columns, D) -> columns z and u of rows (B, 5E);
 * x itself stays in `state` (B, E, K-1) only. autodiff/fuse.ts puts it where the three follow each other.
 */
export const normLinearConv = defineKernel({
  name: 'norm_linear_conv',
  source: compose(source),
  buffers: { input: 'read', weight: 'read', b: 'read', taps: 'read', bias: 'read', state: 'write', rows: 'write' },
  dims: { B: 'u32', D: 'u32', E: 'u32', K: 'u32', columns: 'u32', eps: 'f32' },
  grid: ({ B, columns }) => [Math.ceil(columns / 128), B, 1],
  reference({ input, weight, b, taps, bias, state, rows }, { B, D, E, K, columns, eps }) {
    for (let row = 0; row < B; row++) {
      const x = normalised(input.subarray(row * D, (row + 1) * D), weight, eps);
      for (let column = 0; column < columns; column++) {
        const projected = x.reduce((sum, value, k) => sum + value * b[column * D + k], 0);
        if (column >= E) {
          rows[row * 5 * E + column] = projected;
          continue;
        }
        const before = state.subarray((row * E + column) * (K - 1), (row * E + column + 1) * (K - 1));
        const seen = [...before, projected];
        const sum = seen.reduce((part, value, k) => part + taps[column * K + k] * value, bias[column]);
        before.set(seen.slice(1));
        rows[(row * 5 + 2) * E + column] = sum * sigmoid(sum);
      }
    }
  },
});
