import { sigmoid } from '../../functions';
import { defineStep, put } from '../step';

/** y[i] = x[i] · sigmoid(x[n + i]), or added to y; x (2n), y (n). */
export const glu = defineStep({
  name: 'glu',
  operands: ['x', 'n', 'y', 'adds'],
  twin({ x, n, y, adds }, machine) {
    const { workspace } = machine;
    const gated = Float64Array.from({ length: n }, (_, i) => workspace[x + i] * sigmoid(workspace[x + n + i]));
    put(machine, y, adds, gated);
  },
});
