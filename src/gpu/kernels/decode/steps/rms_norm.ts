import { defineStep } from '../step';

/** As `rms_norm`: x, weight, y (D). */
export const rmsNorm = defineStep({
  name: 'rms_norm',
  operands: ['x', 'weight', 'D', 'eps', 'y'],
  twin({ x, weight, D, eps, y }, { workspace, parameters }) {
    const squares = workspace.subarray(x, x + D).reduce((sum, value) => sum + value * value, 0);
    const scale = 1 / Math.sqrt(squares / D + eps);
    for (let i = 0; i < D; i++) workspace[y + i] = workspace[x + i] * scale * parameters[weight + i];
  },
});
