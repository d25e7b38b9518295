import { softplus } from '../../functions';
import { defineStep } from '../step';

/** As `log_sigmoid`, in place: x (n). */
export const logSigmoid = defineStep({
  name: 'log_sigmoid',
  operands: ['x', 'n', 'scale'],
  twin({ x, n, scale }, { workspace }) {
    for (let i = x; i < x + n; i++) workspace[i] = -scale * softplus(-workspace[i]);
  },
});
