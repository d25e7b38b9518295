import { sigmoid } from '../../functions';
import { defineStep } from '../step';

/** y[i] = tanh(x[i]) · sigmoid(x[n + i]); x (2n), y (n). */
export const tanhGate = defineStep({
  name: 'tanh_gate',
  operands: ['x', 'n', 'y'],
  twin({ x, n, y }, { workspace }) {
    for (let i = 0; i < n; i++) workspace[y + i] = Math.tanh(workspace[x + i]) * sigmoid(workspace[x + n + i]);
  },
});
