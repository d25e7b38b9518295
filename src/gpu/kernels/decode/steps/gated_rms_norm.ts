import { sigmoid } from '../../functions';
import { defineStep } from '../step';

/** As `gated_rms_norm`: y (E), which is overwritten, x, z, weight, out (E), skip (H). `out` may be where x or z is. */
export const gatedRmsNorm = defineStep({
  name: 'gated_rms_norm',
  operands: ['y', 'x', 'z', 'skip', 'weight', 'E', 'H', 'G', 'eps', 'out'],
  twin({ y, x, z, skip, weight, E, H, G, eps, out }, { workspace, parameters }) {
    for (let e = 0; e < E; e++) {
      const gate = workspace[z + e];
      const inner = workspace[y + e] + parameters[skip + Math.floor((e * H) / E)] * workspace[x + e];
      workspace[y + e] = inner * gate * sigmoid(gate);
    }
    for (let first = 0; first < E; first += E / G) {
      const squares = workspace.subarray(y + first, y + first + E / G).reduce((sum, value) => sum + value ** 2, 0);
      const scale = 1 / Math.sqrt((squares * G) / E + eps);
      for (let e = first; e < first + E / G; e++)
        workspace[out + e] = workspace[y + e] * scale * parameters[weight + e];
    }
  },
});
