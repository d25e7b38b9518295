import { defineStep } from '../step';

/** y (D, K): what the taps of a dilated convolution see, the newest, x (D), last. Then x enters the queue (slots, D). */
export const convWindow = defineStep({
  name: 'conv_window',
  operands: ['x', 'D', 'K', 'dilation', 'slots', 'queue', 'y'],
  twin({ x, D, K, dilation, slots, queue, y }, { workspace, state, position }) {
    const inputs = state(queue, slots * D);
    inputs.set(workspace.subarray(x, x + D), (position % slots) * D);
    for (let k = 0; k < K; k++) {
      const from = position - (K - 1 - k) * dilation;
      for (let d = 0; d < D; d++) workspace[y + d * K + k] = from >= 0 ? inputs[(from % slots) * D + d] : 0;
    }
  },
});
