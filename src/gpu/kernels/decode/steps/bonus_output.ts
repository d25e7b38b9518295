import { bonusOutput as kernel } from '../../scan/bonus_output';
import { defineStep } from '../step';

/** As `bonus_output`: y (D), gated (4D + H), weight, bias (D) -> out (D), another place than y. */
export const bonusOutput = defineStep({
  name: 'bonus_output',
  operands: ['y', 'gated', 'weight', 'bias', 'eps', 'D', 'H', 'out'],
  twin({ y, gated, weight, bias, eps, D, H, out }, { workspace, parameters }) {
    const none = (): void => {};
    kernel.reference(
      {
        y: workspace.subarray(y, y + D),
        gated: workspace.subarray(gated),
        weight: parameters.subarray(weight),
        bias: parameters.subarray(bias),
        out: workspace.subarray(out),
      },
      { rows: 1, D, H, eps },
      { y: none, gated: none, weight: none, bias: none, out: none },
    );
  },
});
