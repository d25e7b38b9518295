import { defineStep, put } from '../step';

/** y (rows) = weight x + bias, or added to y; x (K), weight (rows, K), bias (rows), -1 for none. */
export const matvec = defineStep({
  name: 'matvec',
  operands: ['x', 'K', 'weight', 'rows', 'bias', 'y', 'adds'],
  twin({ x, K, weight, rows, bias, y, adds }, machine) {
    const { workspace, parameters } = machine;
    const products = Float64Array.from({ length: rows }, (_, row) => {
      let sum = bias >= 0 ? parameters[bias + row] : 0;
      for (let k = 0; k < K; k++) sum += workspace[x + k] * parameters[weight + row * K + k];
      return sum;
    });
    put(machine, y, adds, products);
  },
});
