import { defineStep } from '../step';

/** Of `exp_gate_sequence`: adds bias (4D) and what weight (D / n, 4n, n) makes of y to gates (4D). y (D) is carried. */
export const expGateSums = defineStep({
  name: 'exp_gate_sums',
  operands: ['gates', 'weight', 'bias', 'D', 'n', 'y'],
  twin({ gates, weight, bias, D, n, y }, { workspace, parameters, state }) {
    const shown = state(y, D);
    for (let column = 0; column < 4 * D; column++) {
      const [slot, d] = [Math.floor(column / D), column % D];
      const head = d - (d % n);
      let sum = parameters[bias + column];
      for (let k = 0; k < n; k++) {
        sum += parameters[weight + (head * 4 + slot * n + (d % n)) * n + k] * shown[head + k];
      }
      workspace[gates + column] += sum;
    }
  },
});
