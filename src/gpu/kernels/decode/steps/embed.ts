import { defineStep } from '../step';

/** y (D) = weight[token], of weight (V, D). */
export const embed = defineStep({
  name: 'embed',
  operands: ['y', 'weight', 'D', 'V'],
  twin({ y, weight, D, V }, { workspace, parameters, token }) {
    const row = weight + Math.min(V - 1, Math.max(0, token)) * D;
    workspace.set(parameters.subarray(row, row + D), y);
  },
});
