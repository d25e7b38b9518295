import { hold, modeOf, plus, power, times } from '../../scan/s4d_mode';
import { defineStep } from '../step';

/** As `s4d_scan`: x, y, log_dt, skip (D), C (D, N/2, 2), log_A_real, A_imag (D, N/2). h (D, N/2, 2) is carried. */
export const s4dScan = defineStep({
  name: 's4d_scan',
  operands: ['x', 'log_dt', 'C', 'log_A_real', 'A_imag', 'skip', 'D', 'N', 'h', 'y'],
  twin(operands, { workspace, parameters, state }) {
    const { x, skip, D, N, y } = operands;
    const own = {
      log_dt: parameters.subarray(operands.log_dt),
      C: parameters.subarray(operands.C),
      log_A_real: parameters.subarray(operands.log_A_real),
      A_imag: parameters.subarray(operands.A_imag),
    };
    const h = state(operands.h, D * N);
    for (let d = 0; d < D; d++) {
      const input = workspace[x + d];
      let sum = parameters[skip + d] * input;
      for (let n = 0; n < N / 2; n++) {
        const mode = modeOf(own, n, d, N);
        const at = d * N + 2 * n;
        const next = plus(times(power(mode, 1), [h[at], h[at + 1]]), [input, 0]);
        h.set(next, at);
        sum += 2 * times(times(mode.C, hold(mode)), next)[0];
      }
      workspace[y + d] = sum;
    }
  },
});
