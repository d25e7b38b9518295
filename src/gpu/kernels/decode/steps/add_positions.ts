import { defineStep, put } from '../step';

/** y (D) += weight[position] of weight (places, D). Positions beyond the table take its last row. */
export const addPositions = defineStep({
  name: 'add_positions',
  operands: ['y', 'weight', 'D', 'places'],
  twin({ y, weight, D, places }, machine) {
    const row = weight + Math.min(places - 1, machine.position) * D;
    put(machine, y, 1, machine.parameters.subarray(row, row + D));
  },
});
