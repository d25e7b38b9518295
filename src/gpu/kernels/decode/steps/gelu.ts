import { normalCdf } from '../../pointwise/gelu';
import { defineStep } from '../step';

/** As `gelu`: x, y (n). */
export const gelu = defineStep({
  name: 'gelu',
  operands: ['x', 'n', 'y'],
  twin({ x, n, y }, { workspace }) {
    for (let i = 0; i < n; i++) workspace[y + i] = workspace[x + i] * normalCdf(workspace[x + i]);
  },
});
