import { sigmoid } from '../../functions';
import { defineStep } from '../step';

/** y (rows) = weightᵀ x + bias; x (K), weight (K, rows), bias (rows), -1 for none. `curve`: 1 for its tanh, 2 for its sigmoid. */
export const matvecTurned = defineStep({
  name: 'matvec_turned',
  operands: ['x', 'K', 'weight', 'rows', 'bias', 'curve', 'y'],
  twin({ x, K, weight, rows, bias, curve, y }, { workspace, parameters }) {
    for (let row = 0; row < rows; row++) {
      let sum = bias >= 0 ? parameters[bias + row] : 0;
      for (let k = 0; k < K; k++) sum += workspace[x + k] * parameters[weight + k * rows + row];
      if (curve > 0) sum = curve === 1 ? Math.tanh(sum) : sigmoid(sum);
      workspace[y + row] = sum;
    }
  },
});
