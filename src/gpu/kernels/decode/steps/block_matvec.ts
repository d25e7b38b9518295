import { defineStep } from '../step';

/** As `block_linear`: x, y (W), weight (W / n, n, n), bias (W), -1 for none. */
export const blockMatvec = defineStep({
  name: 'block_matvec',
  operands: ['x', 'weight', 'bias', 'W', 'n', 'input_first', 'y'],
  twin({ x, weight, bias, W, n, input_first, y }, { workspace, parameters }) {
    for (let column = 0; column < W; column++) {
      const block = Math.floor(column / n) * n;
      const own = column - block;
      let sum = bias < 0 ? 0 : parameters[bias + column];
      for (let k = 0; k < n; k++) {
        sum += workspace[x + block + k] * parameters[weight + block * n + (input_first ? k * n + own : own * n + k)];
      }
      workspace[y + column] = sum;
    }
  },
});
