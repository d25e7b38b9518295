import { linearGrid } from '../../grid';
import { defineKernel } from '../../kernel';
import { sigmoid, softplus } from '../functions';

/** y = scale · ln sigmoid(x), element by element: the logarithm of a decay between 0 and 1. */
export const logSigmoid = defineKernel({
  name: 'log_sigmoid',
  buffers: { x: 'read', y: 'write' },
  dims: { n: 'u32', scale: 'f32' },
  grid: ({ n }) => linearGrid(n, 64),
  reference({ x, y }, { n, scale }) {
    for (let i = 0; i < n; i++) y[i] = -scale * softplus(-x[i]);
  },
});

export const logSigmoidBackward = defineKernel({
  name: 'log_sigmoid_backward',
  buffers: { x: 'read', dy: 'read', dx: 'accumulate' },
  dims: { n: 'u32', scale: 'f32' },
  grid: ({ n }) => linearGrid(n, 64),
  reference({ x, dy }, { n, scale }, put) {
    for (let i = 0; i < n; i++) put.dx(i, scale * dy[i] * sigmoid(-x[i]));
  },
});
