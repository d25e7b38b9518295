import { defineStep, put } from '../step';

/** gates (H), before tanh. h (H) is carried; y (H) = h, or added to y. */
export const rnnCell = defineStep({
  name: 'rnn_cell',
  operands: ['gates', 'H', 'h', 'y', 'adds'],
  twin({ gates, H, h, y, adds }, machine) {
    const hidden = machine.state(h, H);
    for (let i = 0; i < H; i++) hidden[i] = Math.tanh(machine.workspace[gates + i]);
    put(machine, y, adds, hidden);
  },
});
