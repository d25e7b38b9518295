import { softplus } from '../../functions';
import { defineStep } from '../step';

/** As `level_weights`, in place: x (n), scale (n). */
export const levelWeights = defineStep({
  name: 'level_weights',
  operands: ['x', 'scale', 'n'],
  twin({ x, scale, n }, { workspace, parameters }) {
    for (let i = 0; i < n; i++) workspace[x + i] = softplus(parameters[scale + i] * workspace[x + i]);
  },
});
