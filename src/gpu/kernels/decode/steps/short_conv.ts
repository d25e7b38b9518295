import { sigmoid } from '../../functions';
import { defineStep } from '../step';

/**
 * As `causal_conv`: x, y (E), weight (E, K), or (K, E) if `time_first`, bias (E), -1 for none; no SiLU if `plain`. `window` (E, K - 1) is
 * carried: the last inputs.
 */
export const shortConv = defineStep({
  name: 'short_conv',
  operands: ['x', 'weight', 'bias', 'E', 'K', 'plain', 'time_first', 'window', 'y'],
  twin({ x, weight, bias, E, K, plain, time_first, window, y }, { workspace, parameters, state }) {
    const before = state(window, E * (K - 1));
    for (let e = 0; e < E; e++) {
      const seen = [...before.subarray(e * (K - 1), (e + 1) * (K - 1)), workspace[x + e]];
      const sum = seen.reduce(
        (total, value, k) => total + value * parameters[weight + (time_first ? k * E + e : e * K + k)],
        bias < 0 ? 0 : parameters[bias + e],
      );
      workspace[y + e] = plain ? sum : sum * sigmoid(sum);
      before.set(seen.slice(1), e * (K - 1));
    }
  },
});
