import { linearGrid } from '../../grid';
import { allOf, defineKernel, type Numbers } from '../../kernel';
import type { Complex } from './s4d_mode';

/** Numbers of a mode in the `modes` tensor (3, N): λ, re and im, and the factor γ of its input. */
export const POLAR_NUMBERS = 3;

/** The parameters of the modes of an LRU (Orvieto et al. 2023), (N) each. */
export interface PolarParameters {
  readonly nu_log: Numbers;
  readonly theta_log: Numbers;
  readonly gamma_log: Numbers;
}

/** λ = exp(-exp(nu_log) + i exp(theta_log)): always within the unit circle. */
export function polarMode({ nu_log, theta_log, gamma_log }: PolarParameters, n: number): { λ: Complex; γ: number } {
  const [size, angle] = [Math.exp(-Math.exp(nu_log[n])), Math.exp(theta_log[n])];
  return { λ: [size * Math.cos(angle), size * Math.sin(angle)], γ: Math.exp(gamma_log[n]) };
}

/** nu_log, theta_log, gamma_log (N) -> modes (3, N) of complex_scan. */
export const polarModes = defineKernel({
  name: 'polar_modes',
  buffers: { ...allOf('read', 'nu_log', 'theta_log', 'gamma_log'), modes: 'write' },
  dims: { N: 'u32' },
  grid: ({ N }) => linearGrid(N, 64),
  reference({ modes, ...parameters }, { N }) {
    for (let n = 0; n < N; n++) {
      const { λ, γ } = polarMode(parameters, n);
      [...λ, γ].forEach((value, plane) => {
        modes[plane * N + n] = value;
      });
    }
  },
});

/** sums (B, 5, N) of complex_scan_backward -> gradients of the parameters, (N) each. */
export const polarModesBackward = defineKernel({
  name: 'polar_modes_backward',
  buffers: {
    ...allOf('read', 'nu_log', 'theta_log', 'gamma_log', 'sums'),
    ...allOf('write', 'dnu_log', 'dtheta_log', 'dgamma_log'),
  },
  dims: { B: 'u32', N: 'u32' },
  work: ({ B, N }) => B * N * 4,
  grid: ({ N }) => linearGrid(N, 64),
  reference({ nu_log, theta_log, gamma_log, sums, dnu_log, dtheta_log, dgamma_log }, { B, N }) {
    for (let n = 0; n < N; n++) {
      const total = (plane: number): number => {
        let sum = 0;
        for (let b = 0; b < B; b++) sum += sums[(b * 5 + plane) * N + n];
        return sum;
      };
      dnu_log[n] = -Math.exp(nu_log[n]) * total(0);
      dtheta_log[n] = -Math.exp(theta_log[n]) * total(1);
      dgamma_log[n] = Math.exp(gamma_log[n]) * total(2);
    }
  },
});
