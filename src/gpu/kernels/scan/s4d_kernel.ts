import { linearGrid } from '../../grid';
import { defineKernel, u32 } from '../../kernel';
import { type Complex, hold, holdSlope, MODE_NUMBERS, modeOf, plus, power, readMode, scaled, times } from './s4d_mode';

const GROUP = 64;

/** Values of K that an invocation computes at a time. */
const RUN = 16;

/** Copies of what s4d_kernel_backward leaves: this many, or more where one would take longer than MOST_RUNS. */
const MOST_COPIES = 64;
const MOST_RUNS = 32;

/** Shape of `modes`: dt, A, C of every mode. */
export function modesShape(N: number, D: number): readonly number[] {
  return [MODE_NUMBERS, N / 2, D];
}

/** K (L, D) of S4D (Gu et al. 2022), without its skip, and its modes (5, N/2, D). With L = 0 the modes alone. */
export const s4dKernel = defineKernel({
  name: 's4d_kernel',
  buffers: { log_dt: 'read', C: 'read', log_A_real: 'read', A_imag: 'read', K: 'write', modes: 'write' },
  dims: u32('L', 'D', 'N'),
  work: ({ L, D, N }) => L * D * 6 * N,
  grid: ({ L, D }) => linearGrid(Math.max(1, Math.ceil(L / RUN)) * D, GROUP),
  reference({ log_dt, C, log_A_real, A_imag, K, modes }, { L, D, N }) {
    K.fill(0, 0, L * D);
    for (let d = 0; d < D; d++) {
      for (let n = 0; n < N / 2; n++) {
        const mode = modeOf({ log_dt, C, log_A_real, A_imag }, n, d, N);
        [mode.dt, ...mode.A, ...mode.C].forEach((value, plane) => {
          modes[(plane * (N / 2) + n) * D + d] = value;
        });
        const out = times(mode.C, hold(mode));
        for (let l = 0; l < L; l++) K[l * D + d] += 2 * times(out, power(mode, l))[0];
      }
    }
  },
});

function runsPerCopy(L: number): number {
  return Math.min(MOST_RUNS, Math.ceil(L / (RUN * MOST_COPIES)));
}

/** Copies of `sums` that s4d_kernel_backward leaves. */
export function s4dKernelCopies(L: number): number {
  return Math.ceil(L / (RUN * runsPerCopy(L)));
}

/** dkernel (summands, L, D), to be added up -> sums (copies, 4, N/2, D) for s4d_modes_backward, and dskip (D). */
export const s4dKernelBackward = defineKernel({
  name: 's4d_kernel_backward',
  buffers: { dkernel: 'read', modes: 'read', sums: 'write', dskip: 'write' },
  dims: u32('L', 'D', 'N', 'summands', 'runs'),
  work: ({ L, D, N }) => L * D * 10 * N,
  grid: ({ L, D }) => linearGrid(s4dKernelCopies(L) * D, GROUP),
  reference({ dkernel, modes, sums, dskip }, { L, D, N, summands, runs }) {
    const plane = (N / 2) * D;
    const span = RUN * runs;
    sums.fill(0, 0, Math.ceil(L / span) * 4 * plane);
    for (let d = 0; d < D; d++) {
      const pulls = new Float64Array(L);
      for (let s = 0; s < summands; s++) for (let l = 0; l < L; l++) pulls[l] += dkernel[(s * L + l) * D + d];
      dskip[d] = pulls[0];
      for (let n = 0; n < N / 2; n++) {
        const mode = readMode(modes, n, d, N, D);
        const out = times(mode.C, hold(mode));
        for (let l = 0; l < L; l++) {
          const G = scaled(power(mode, l), pulls[l]);
          const M = scaled(times(out, G), l);
          [...G, ...M].forEach((value, part) => {
            sums[(Math.floor(l / span) * 4 + part) * plane + n * D + d] += value;
          });
        }
      }
    }
  },
});

/** `runs` of s4d_kernel_backward. */
export const s4dKernelRuns = runsPerCopy;

/** sums (copies, 4, N/2, D) -> gradients of the parameters. That of log_dt is N/2 copies, (N/2, D). */
export const s4dModesBackward = defineKernel({
  name: 's4d_modes_backward',
  buffers: { modes: 'read', sums: 'read', dlog_dt: 'write', dC: 'write', dlog_A_real: 'write', dA_imag: 'write' },
  dims: u32('D', 'N', 'copies'),
  grid: ({ D, N }) => linearGrid((N / 2) * D, GROUP),
  reference({ modes, sums, dlog_dt, dC, dlog_A_real, dA_imag }, { D, N, copies }) {
    const plane = (N / 2) * D;
    for (let i = 0; i < plane; i++) {
      const [n, d] = [Math.floor(i / D), i % D];
      const sum = (part: number): number => {
        let total = 0;
        for (let copy = 0; copy < copies; copy++) total += sums[(copy * 4 + part) * plane + i];
        return total;
      };
      const G: Complex = [sum(0), sum(1)];
      const M: Complex = [sum(2), sum(3)];
      const mode = readMode(modes, n, d, N, D);
      const { dt, A, C } = mode;
      const pull = times(C, G);
      const toC = times(hold(mode), G);
      const toA = plus(times(pull, holdSlope(mode)), scaled(M, dt));
      const toDt = scaled(plus(times(pull, power(mode, 1)), times(M, A)), dt);
      const to = (d * N) / 2 + n;
      dlog_dt[i] = 2 * toDt[0];
      dC[2 * to] = 2 * toC[0];
      dC[2 * to + 1] = -2 * toC[1];
      dlog_A_real[to] = 2 * A[0] * toA[0];
      dA_imag[to] = -2 * toA[1];
    }
  },
});
