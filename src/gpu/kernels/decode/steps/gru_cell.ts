import { sigmoid } from '../../functions';
import { defineStep, put } from '../step';

/** gates (3H) = W_ih x + b_ih, recurrent (3H) = W_hh h + b_hh, both in the order r z n. h (H) is carried; y (H) = h, or added to y. */
export const gruCell = defineStep({
  name: 'gru_cell',
  operands: ['gates', 'recurrent', 'H', 'h', 'y', 'adds'],
  twin({ gates, recurrent, H, h, y, adds }, machine) {
    const { workspace, state } = machine;
    const hidden = state(h, H);
    for (let i = 0; i < H; i++) {
      const r = sigmoid(workspace[gates + i] + workspace[recurrent + i]);
      const z = sigmoid(workspace[gates + H + i] + workspace[recurrent + H + i]);
      const n = Math.tanh(workspace[gates + 2 * H + i] + r * workspace[recurrent + 2 * H + i]);
      hidden[i] = (1 - z) * n + z * hidden[i];
    }
    put(machine, y, adds, hidden);
  },
});
