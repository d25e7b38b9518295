import { levelScan as kernel } from '../../scan/level_scan';
import { defineStep } from '../step';

/** As `level_scan`: q, k (G, K), v, y (H, V), weights (H, levels), gates (2H). S (levels, H, V, K) is carried. */
export const levelScan = defineStep({
  name: 'level_scan',
  operands: ['q', 'k', 'v', 'weights', 'gates', 'H', 'G', 'K', 'V', 'levels', 'S', 'y'],
  twin({ gates, S, y, ...operands }, { workspace, state, position }) {
    const { H, K, V, levels } = operands;
    const buffers = {
      rows: workspace,
      gates: workspace.subarray(gates),
      cursor: Int32Array.of(position),
      state: state(S, levels * H * V * K),
      y: workspace.subarray(y),
    };
    const none = (): void => {};
    const put = { rows: none, gates: none, cursor: none, state: none, y: none };
    kernel.reference(buffers, { ...operands, B: 1, L: 1, stride: 0, carry: 1 }, put);
  },
});
