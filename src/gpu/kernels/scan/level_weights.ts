import { linearGrid } from '../../grid';
import { allOf, defineKernel, u32 } from '../../kernel';
import { sigmoid, softplus } from '../functions';

/** Within a row: columns x, and columns y of the results, of `count` numbers each. */
const SIZES = u32('rows', 'count', 'stride', 'x');

/** The weights of the levels of `level_scan`: columns y = softplus(scale x), within `rows` (rows, stride); scale (count). */
export const levelWeights = defineKernel({
  name: 'level_weights',
  buffers: { values: 'write', scale: 'read' },
  dims: { ...SIZES, ...u32('y') },
  grid: ({ rows, count }) => linearGrid(rows * count, 64),
  reference({ values, scale }, { rows, count, stride, x, y }) {
    for (let i = 0; i < rows * count; i++) {
      const at = Math.floor(i / count) * stride + (i % count);
      values[at + y] = softplus(scale[i % count] * values[at + x]);
    }
  },
});

/**
 * Adjoint of `level_weights` from `dweights` (rows, count, K), whose sums over K are the gradients of y: columns dx of `dvalues`
 * (rows, d_stride), and a copy of dscale (copies, count) for each `segment` of rows.
 */
export const levelWeightsBackward = defineKernel({
  name: 'level_weights_backward',
  buffers: { ...allOf('read', 'values', 'scale', 'dweights'), dvalues: 'overwrite', dscale: 'write' },
  dims: { ...SIZES, ...u32('K', 'd_stride', 'dx', 'segment') },
  work: ({ rows, count, K }) => rows * count * (K + 30),
  grid: ({ rows, count, segment }) => linearGrid(Math.ceil(rows / segment) * count, 64),
  reference({ values, scale, dweights, dvalues, dscale }, dims) {
    const { rows, count, stride, x, K, d_stride, dx, segment } = dims;
    dscale.fill(0);
    for (let row = 0; row < rows; row++) {
      for (let c = 0; c < count; c++) {
        const given = values[row * stride + x + c];
        let sum = 0;
        for (let i = 0; i < K; i++) sum += dweights[(row * count + c) * K + i];
        const pull = sum * sigmoid(scale[c] * given);
        dvalues[row * d_stride + dx + c] = pull * scale[c];
        dscale[Math.floor(row / segment) * count + c] += pull * given;
      }
    }
  },
});
