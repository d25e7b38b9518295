import { expStep } from '../../recurrent/exp_gates';
import { defineStep } from '../step';

/** The cell of `exp_gate_sequence`, from gates (4D) -> out (D). y, c, n, and m (D each) are carried. */
export const expGateCell = defineStep({
  name: 'exp_gate_cell',
  operands: ['gates', 'D', 'y', 'c', 'n', 'm', 'out'],
  twin({ gates, D, y, c, n, m, out }, { workspace, state }) {
    const [shown, cells, norms, most] = [state(y, D), state(c, D), state(n, D), state(m, D)];
    for (let d = 0; d < D; d++) {
      const sums = [0, 1, 2, 3].map(slot => workspace[gates + slot * D + d]);
      const { cell, y: own } = expStep(sums, { c: cells[d], ν: norms[d], m: most[d] });
      [cells[d], norms[d], most[d], shown[d]] = [cell.c, cell.ν, cell.m, own];
      workspace[out + d] = own;
    }
  },
});
