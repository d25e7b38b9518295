import { sigmoid } from '../../functions';
import { preserving } from '../../scan/preserving_gates';
import { defineStep } from '../step';

/** As `preserving_gates`, then h = a h + b: u, r, i, y (W), A (W). h (W) is carried. y may be where u, r, or i is. */
export const preservingCell = defineStep({
  name: 'preserving_cell',
  operands: ['u', 'r', 'i', 'A', 'W', 'h', 'y'],
  twin({ u, r, i, A, W, h, y }, { workspace, parameters, state, position }) {
    const kept = state(h, W);
    for (let w = 0; w < W; w++) {
      const { a, scale } = preserving(workspace[r + w], parameters[A + w], position === 0);
      kept[w] = a * kept[w] + scale * sigmoid(workspace[i + w]) * workspace[u + w];
      workspace[y + w] = kept[w];
    }
  },
});
