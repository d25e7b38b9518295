import { ropeTurn } from '../../attention/rope';
import { defineStep } from '../step';

/** y (D) += (sin, cos) pairs of the position. `frequencies`: where they are in the program's tables. */
export const addWaves = defineStep({
  name: 'add_waves',
  operands: ['y', 'D', 'frequencies'],
  twin({ y, D, frequencies }, { workspace, tables, position }) {
    const turns = tables.subarray(frequencies, frequencies + D + (D % 2));
    for (let i = 0; i < D; i++) {
      const [cos, sin] = ropeTurn(turns, i >> 1, position);
      workspace[y + i] += i % 2 === 0 ? sin : cos;
    }
  },
});
