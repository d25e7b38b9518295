import { eraseScan as kernel } from '../../scan/erase_scan';
import { defineStep } from '../step';

/** As `erase_scan`: keys (4, H, K), gates (H, K), v (H, V) -> y (H, V). S (H, K, V) is carried. */
export const eraseScan = defineStep({
  name: 'erase_scan',
  operands: ['keys', 'gates', 'v', 'H', 'K', 'V', 'S', 'y'],
  twin({ keys, gates, v, H, K, V, S, y }, { workspace, state }) {
    const none = (): void => {};
    kernel.reference(
      {
        keys: workspace.subarray(keys),
        values: workspace,
        gates: workspace.subarray(gates),
        state: state(S, H * K * V),
        y: workspace.subarray(y),
        errors: new Float64Array(0),
      },
      { B: 1, L: 1, H, K, V, value_stride: 0, v, carry: 1, keeps: 0 },
      { keys: none, values: none, gates: none, state: none, y: none, errors: none },
    );
  },
});
