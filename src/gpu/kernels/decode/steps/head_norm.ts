import { sigmoid } from '../../functions';
import { defineStep } from '../step';

/** As `head_norm`, in place: y, z (H, V), z = -1 for none, weight (V). */
export const headNorm = defineStep({
  name: 'head_norm',
  operands: ['y', 'z', 'weight', 'H', 'V', 'eps'],
  twin({ y, z, weight, H, V, eps }, { workspace, parameters }) {
    for (let first = 0; first < H * V; first += V) {
      const own = workspace.subarray(y + first, y + first + V);
      const scale = 1 / Math.sqrt(own.reduce((sum, value) => sum + value * value, 0) / V + eps);
      for (let j = 0; j < V; j++) {
        const gate = z < 0 ? 0 : workspace[z + first + j];
        own[j] *= scale * parameters[weight + j] * (z < 0 ? 1 : gate * sigmoid(gate));
      }
    }
  },
});
