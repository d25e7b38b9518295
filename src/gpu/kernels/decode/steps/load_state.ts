import { defineStep, put } from '../step';

/** y (n) = carried state. */
export const loadState = defineStep({
  name: 'load_state',
  operands: ['source', 'n', 'y'],
  twin(operands, machine) {
    put(machine, operands.y, 0, machine.state(operands.source, operands.n));
  },
});
