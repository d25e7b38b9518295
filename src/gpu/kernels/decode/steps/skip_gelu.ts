import { geluTanh } from '../../functions';
import { defineStep } from '../step';

/** As `skip_gelu`: s, x, y, skip (D). y may be where s or x is. */
export const skipGelu = defineStep({
  name: 'skip_gelu',
  operands: ['s', 'x', 'skip', 'D', 'y'],
  twin({ s, x, skip, D, y }, { workspace, parameters }) {
    for (let d = 0; d < D; d++) workspace[y + d] = geluTanh(workspace[s + d] + parameters[skip + d] * workspace[x + d]);
  },
});
