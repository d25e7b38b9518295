import { sigmoid } from '../../functions';
import { defineStep, put } from '../step';

/** gates (4H), in the order i f g o, before their nonlinearities. h, c (H) are carried; y (H) = h, or added to y. */
export const lstmCell = defineStep({
  name: 'lstm_cell',
  operands: ['gates', 'H', 'h', 'c', 'y', 'adds'],
  twin({ gates, H, h, c, y, adds }, machine) {
    const { workspace, state } = machine;
    const [hidden, cells] = [state(h, H), state(c, H)];
    for (let i = 0; i < H; i++) {
      const fresh = sigmoid(workspace[gates + i]) * Math.tanh(workspace[gates + 2 * H + i]);
      cells[i] = sigmoid(workspace[gates + H + i]) * cells[i] + fresh;
      hidden[i] = sigmoid(workspace[gates + 3 * H + i]) * Math.tanh(cells[i]);
    }
    put(machine, y, adds, hidden);
  },
});
