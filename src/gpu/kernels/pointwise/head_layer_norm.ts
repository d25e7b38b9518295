import { linearGrid } from '../../grid';
import { allOf, defineKernel, type Numbers, u32 } from '../../kernel';
import { lanesOf } from '../lanes';

const SIZES = { ...u32('rows', 'D', 'n'), eps: 'f32' } as const;

/** Mean and inverse deviation of a head. */
export function headMoments(x: Numbers, eps: number): { readonly mean: number; readonly scale: number } {
  let mean = 0;
  for (let i = 0; i < x.length; i++) mean += x[i] / x.length;
  let variance = 0;
  for (let i = 0; i < x.length; i++) variance += (x[i] - mean) ** 2 / x.length;
  return { mean, scale: 1 / Math.sqrt(variance + eps) };
}

/** Each head of n columns less its mean, divided by its deviation, times 1 + weight (D) (+ residual): x, out (rows, D). */
export const headLayerNorm = defineKernel({
  name: 'head_layer_norm',
  buffers: { ...allOf('read', 'x', 'weight', 'residual'), out: 'write' },
  dims: { ...SIZES, ...u32('has_residual') },
  work: ({ rows, D }) => rows * D * 8,
  constants: ({ n }) => ({ LANES: lanesOf(n) }),
  grid: ({ rows, D, n }) => linearGrid(((rows * D) / n) * lanesOf(n), 64),
  reference({ x, weight, residual, out }, { rows, D, n, eps, has_residual }) {
    for (let first = 0; first < rows * D; first += n) {
      const { mean, scale } = headMoments(x.subarray(first, first + n), eps);
      for (let i = first; i < first + n; i++) {
        out[i] = (x[i] - mean) * scale * (1 + weight[i % D]) + (has_residual ? residual[i] : 0);
      }
    }
  },
});

/** Adjoint of `head_layer_norm`: dx (rows, D), and a copy of dweight (copies, D) for each `segment` of rows. */
export const headLayerNormBackward = defineKernel({
  name: 'head_layer_norm_backward',
  buffers: { ...allOf('read', 'x', 'weight', 'dout'), dx: 'accumulate', dweight: 'write' },
  dims: { ...SIZES, ...u32('segment') },
  work: ({ rows, D }) => rows * D * 20,
  constants: ({ n }) => ({ LANES: lanesOf(n) }),
  grid: ({ rows, D, n, segment }) => linearGrid(((Math.ceil(rows / segment) * D) / n) * lanesOf(n), 64),
  reference({ x, weight, dout, dweight }, { rows, D, n, eps, segment }, put) {
    dweight.fill(0);
    for (let first = 0; first < rows * D; first += n) {
      const { mean, scale } = headMoments(x.subarray(first, first + n), eps);
      const copy = Math.floor(Math.floor(first / D) / segment) * D;
      let [sum, along] = [0, 0];
      for (let i = first; i < first + n; i++) {
        const normed = (x[i] - mean) * scale;
        const pull = dout[i] * (1 + weight[i % D]);
        sum += pull / n;
        along += (pull * normed) / n;
        dweight[copy + (i % D)] += dout[i] * normed;
      }
      for (let i = first; i < first + n; i++) {
        put.dx(i, scale * (dout[i] * (1 + weight[i % D]) - sum - (x[i] - mean) * scale * along));
      }
    }
  },
});
