import { sigmoid, softplus } from '../../functions';
import { defineStep } from '../step';

/** As `delta_inputs`, in place: q (H, K), k (R, H, K), b -> β (R, H), a -> ln a (H), -1 for none. A_log, bias (H). */
export const deltaInputs = defineStep({
  name: 'delta_inputs',
  operands: ['q', 'k', 'b', 'a', 'A_log', 'bias', 'H', 'K', 'R', 'most'],
  twin({ q, k, b, a, A_log, bias, H, K, R, most }, { workspace, parameters }) {
    for (let head = 0; head < (1 + R) * H; head++) {
      const first = head < H ? q + head * K : k + (head - H) * K;
      const own = workspace.subarray(first, first + K);
      const scale = 1 / Math.sqrt(own.reduce((sum, value) => sum + value * value, 1e-6) * (head < H ? K : 1));
      for (let i = 0; i < K; i++) own[i] *= scale;
    }
    for (let i = 0; i < R * H; i++) workspace[b + i] = most * sigmoid(workspace[b + i]);
    for (let h = 0; h < H && a >= 0; h++) {
      workspace[a + h] = -Math.exp(parameters[A_log + h]) * softplus(workspace[a + h] + parameters[bias + h]);
    }
  },
});
