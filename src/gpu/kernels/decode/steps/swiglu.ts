import { sigmoid } from '../../functions';
import { defineStep } from '../step';

/** As `swiglu`: x (2F), y (F), which may be where x is. */
export const swiglu = defineStep({
  name: 'swiglu',
  operands: ['x', 'F', 'y'],
  twin({ x, F, y }, { workspace }) {
    for (let i = 0; i < F; i++) {
      const gate = workspace[x + F + i];
      workspace[y + i] = workspace[x + i] * gate * sigmoid(gate);
    }
  },
});
