import { phi } from '../../functions';
import { defineStep } from '../step';

/** As `linear_attention_forward`: qkv (3D), which is overwritten, y (D); sums (heads, D/heads, D/heads + 1) are carried. */
export const attendLinear = defineStep({
  name: 'attend_linear',
  operands: ['qkv', 'D', 'heads', 'eps', 'sums', 'y'],
  twin(operands, { workspace, state }) {
    const { qkv, D, heads, eps, y } = operands;
    const width = D / heads;
    const sums = state(operands.sums, D * (width + 1));
    for (let first = 0; first < D; first += width) {
      const mixed = new Float64Array(width + 1);
      for (let i = first; i < first + width; i++) {
        for (let j = 0; j <= width; j++) {
          const value = j < width ? workspace[qkv + 2 * D + first + j] : 1;
          sums[i * (width + 1) + j] += phi(workspace[qkv + D + i]) * value;
          mixed[j] += phi(workspace[qkv + i]) * sums[i * (width + 1) + j];
        }
      }
      for (let j = 0; j < width; j++) workspace[y + first + j] = mixed[j] / (mixed[width] + eps);
    }
  },
});
