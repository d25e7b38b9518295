import { softplus } from '../../functions';
import { defineStep } from '../step';

/** As `softplus_decay`: x, bias, A_log (H) -> y (2H), ln a, then w. */
export const softplusDecay = defineStep({
  name: 'softplus_decay',
  operands: ['x', 'bias', 'A_log', 'H', 'y'],
  twin({ x, bias, A_log, H, y }, { workspace, parameters }) {
    for (let head = 0; head < H; head++) {
      const weight = softplus(workspace[x + head] + parameters[bias + head]);
      workspace[y + head] = -Math.exp(parameters[A_log + head]) * weight;
      workspace[y + H + head] = weight;
    }
  },
});
