import { linearGrid } from '../../grid';
import { allOf, defineKernel, u32 } from '../../kernel';
import { sizeOf } from '../../tensor';
import { type Complex, hold, modeOf, plus, power, readMode, scaled, times } from './s4d_mode';

const GROUP = 32;

/** Modes that an invocation takes at a time. */
function modesAtATime(N: number): number {
  return Math.min(8, N / 2);
}

/** Steps between saved states. */
const CHUNK = 16;

/** Shape of the states that training keeps, complex: N/16 numbers for each channel and token. */
export function s4dStatesShape(B: number, L: number, D: number, N: number): readonly number[] {
  return [B, Math.ceil(L / CHUNK), N / 2, D, 2];
}

/**
 * S4D as a recurrence: x (B, L, D) -> y (B, L, D). With `save`, `states` has s4dStatesShape. After that, or alone, it has (B, D, N/2, 2),
 * since a kernel has no ninth buffer: with `carry`, the state before and after the call.
 */
export const s4dScan = defineKernel({
  name: 's4d_scan',
  buffers: { ...allOf('read', 'log_dt', 'C', 'log_A_real', 'A_imag', 'skip', 'x'), ...allOf('write', 'y', 'states') },
  dims: u32('B', 'L', 'D', 'N', 'save', 'carry'),
  constants: ({ N }) => ({ GROUP: modesAtATime(N), CHUNK }),
  work: ({ B, L, D, N }) => B * L * D * (4 * N + 8),
  time: { steps: ({ L }) => L, unit: () => CHUNK },
  grid: ({ B, D }) => linearGrid(B * D, GROUP),
  reference({ log_dt, C, log_A_real, A_imag, skip, x, y, states }, { B, L, D, N, save, carry }) {
    const chunks = Math.ceil(L / CHUNK);
    const behind = save ? sizeOf(s4dStatesShape(B, L, D, N)) : 0;
    for (let i = 0; i < B * D; i++) {
      const [b, d] = [Math.floor(i / D), i % D];
      for (let t = 0; t < L; t++) y[(b * L + t) * D + d] = skip[d] * x[(b * L + t) * D + d];
      for (let n = 0; n < N / 2; n++) {
        const mode = modeOf({ log_dt, C, log_A_real, A_imag }, n, d, N);
        const decay = power(mode, 1);
        const out = times(mode.C, hold(mode));
        const carried = behind + 2 * ((i * N) / 2 + n);
        let h: Complex = carry ? [states[carried], states[carried + 1]] : [0, 0];
        for (let t = 0; t < L; t++) {
          if (save && t % CHUNK === 0) {
            const to = 2 * (((b * chunks + t / CHUNK) * (N / 2) + n) * D + d);
            states[to] = h[0];
            states[to + 1] = h[1];
          }
          const at = (b * L + t) * D + d;
          h = plus(times(decay, h), [x[at], 0]);
          y[at] += 2 * times(out, h)[0];
        }
        if (carry) {
          states[carried] = h[0];
          states[carried + 1] = h[1];
        }
      }
    }
  },
});

/**
 * Adjoint of `s4d_scan`, which reads what s4d_scan saved: dy -> dx, dskip (B, D), and sums (B, 4, N/2, D) for s4d_modes_backward. `sums`
 * has half as many elements more, for the adjoint between parts.
 */
export const s4dScanBackward = defineKernel({
  name: 's4d_scan_backward',
  buffers: {
    ...allOf('read', 'modes', 'skip', 'x', 'dy', 'states'),
    dx: 'accumulate',
    ...allOf('write', 'sums', 'dskip'),
  },
  dims: u32('B', 'L', 'D', 'N'),
  constants: ({ N }) => ({ GROUP: modesAtATime(N), CHUNK }),
  work: ({ B, L, D, N }) => B * L * D * (10 * N + 12),
  // In chunks.
  time: { steps: ({ L }) => Math.ceil(L / CHUNK) },
  grid: ({ B, D }) => linearGrid(B * D, GROUP),
  reference({ modes, skip, x, dy, states, sums, dskip }, { B, L, D, N }, put) {
    const chunks = Math.ceil(L / CHUNK);
    const plane = (N / 2) * D;
    for (let i = 0; i < B * D; i++) {
      const [b, d] = [Math.floor(i / D), i % D];
      const dx = new Float64Array(L);
      dskip[i] = 0;
      for (let t = 0; t < L; t++) {
        const at = (b * L + t) * D + d;
        dx[t] = skip[d] * dy[at];
        dskip[i] += dy[at] * x[at];
      }
      for (let n = 0; n < N / 2; n++) {
        const mode = readMode(modes, n, d, N, D);
        const decay = power(mode, 1);
        const out = times(mode.C, hold(mode));
        let [adjoint, G, M]: [Complex, Complex, Complex] = [
          [0, 0],
          [0, 0],
          [0, 0],
        ];
        for (let c = chunks - 1; c >= 0; c--) {
          const saved = 2 * (((b * chunks + c) * (N / 2) + n) * D + d);
          const kept: Complex[] = [];
          let h: Complex = [states[saved], states[saved + 1]];
          for (let t = c * CHUNK; t < Math.min(L, (c + 1) * CHUNK); t++) {
            h = times(decay, h);
            kept.push(h);
            h = plus(h, [x[(b * L + t) * D + d], 0]);
          }
          for (let t = Math.min(L, (c + 1) * CHUNK) - 1; t >= c * CHUNK; t--) {
            const at = (b * L + t) * D + d;
            const before = kept[t - c * CHUNK];
            const g = plus(scaled(out, dy[at]), adjoint);
            dx[t] += 2 * g[0];
            G = plus(G, scaled(plus(before, [x[at], 0]), dy[at]));
            M = plus(M, times(g, before));
            adjoint = times(decay, g);
          }
        }
        [...G, ...M].forEach((value, part) => {
          sums[(b * 4 + part) * plane + n * D + d] = value;
        });
      }
      for (let t = 0; t < L; t++) put.dx((b * L + t) * D + d, dx[t]);
    }
  },
});
