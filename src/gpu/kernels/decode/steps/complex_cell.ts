import { polarMode } from '../../scan/polar_modes';
import { plus, scaled, times } from '../../scan/s4d_mode';
import { defineStep } from '../step';

/** As `polar_modes` and `complex_scan`: b, y (2N), re, then im, y conjugate; nu_log, theta_log, gamma_log (N). h (N, 2) is carried. */
export const complexCell = defineStep({
  name: 'complex_cell',
  operands: ['b', 'nu_log', 'theta_log', 'gamma_log', 'N', 'h', 'y'],
  twin({ b, nu_log, theta_log, gamma_log, N, h, y }, { workspace, parameters, state }) {
    const own = {
      nu_log: parameters.subarray(nu_log),
      theta_log: parameters.subarray(theta_log),
      gamma_log: parameters.subarray(gamma_log),
    };
    const kept = state(h, 2 * N);
    for (let n = 0; n < N; n++) {
      const { λ, γ } = polarMode(own, n);
      const input = scaled([workspace[b + n], workspace[b + N + n]], γ);
      const next = plus(times(λ, [kept[2 * n], kept[2 * n + 1]]), input);
      kept.set(next, 2 * n);
      workspace[y + n] = next[0];
      workspace[y + N + n] = -next[1];
    }
  },
});
