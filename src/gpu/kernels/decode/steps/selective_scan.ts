import { sigmoid, softplus } from '../../functions';
import { defineStep } from '../step';

/** As `selective_scan`: u, delta, z, y (E), z -1 for no gate; BC: B (N), then C (N); A_log (E, N), D (E). h (E, N) is carried. */
export const selectiveScan = defineStep({
  name: 'selective_scan',
  operands: ['u', 'delta', 'z', 'BC', 'A_log', 'D', 'E', 'N', 'h', 'y'],
  twin(operands, { workspace, parameters, state }) {
    const { u, delta, z, BC, A_log, D, E, N, y } = operands;
    const h = state(operands.h, E * N);
    for (let e = 0; e < E; e++) {
      const step = softplus(workspace[delta + e]);
      let sum = parameters[D + e] * workspace[u + e];
      for (let n = 0; n < N; n++) {
        const at = e * N + n;
        h[at] =
          Math.exp(-step * Math.exp(parameters[A_log + at])) * h[at] + step * workspace[u + e] * workspace[BC + n];
        sum += h[at] * workspace[BC + N + n];
      }
      workspace[y + e] = z < 0 ? sum : sum * workspace[z + e] * sigmoid(workspace[z + e]);
    }
  },
});
