import { linearGrid } from '../../grid';
import { allOf, defineKernel, u32 } from '../../kernel';

/**
 * The filter of a shift register (Dao et al. 2022): N places, into which B k enters and from which C reads, so that tap j is
 * Σ_i B_i C_{i+j}, and `skip` more at tap 0. B (D, N), C (D, N), skip (D) -> K (L, D), zero from tap N on.
 */
export const shiftFilter = defineKernel({
  name: 'shift_filter',
  buffers: { ...allOf('read', 'B', 'C', 'skip'), K: 'write' },
  dims: u32('L', 'D', 'N'),
  work: ({ L, D, N }) => Math.min(L, N) * D * N + L * D,
  grid: ({ L, D }) => linearGrid(L * D, 64),
  reference({ B, C, skip, K }, { L, D, N }) {
    for (let i = 0; i < L * D; i++) {
      const [tap, d] = [Math.floor(i / D), i % D];
      let sum = tap === 0 ? skip[d] : 0;
      for (let place = 0; place + tap < N; place++) sum += B[d * N + place] * C[d * N + place + tap];
      K[i] = sum;
    }
  },
});

/** Adjoint of `shift_filter`, from dK (summands, L, D), to be added up. */
export const shiftFilterBackward = defineKernel({
  name: 'shift_filter_backward',
  buffers: { ...allOf('read', 'B', 'C', 'dK'), ...allOf('write', 'dB', 'dC', 'dskip') },
  dims: u32('L', 'D', 'N', 'summands'),
  work: ({ L, D, N, summands }) => Math.min(L, N) * D * N * (summands + 2),
  grid: ({ D, N }) => linearGrid(D * N, 64),
  reference({ B, C, dK, dB, dC, dskip }, { L, D, N, summands }) {
    for (let i = 0; i < D * N; i++) {
      const [d, place] = [Math.floor(i / N), i % N];
      let [ofB, ofC] = [0, 0];
      for (let tap = 0; tap < Math.min(L, N); tap++) {
        let pull = 0;
        for (let s = 0; s < summands; s++) pull += dK[(s * L + tap) * D + d];
        if (place + tap < N) ofB += pull * C[i + tap];
        if (place >= tap) ofC += pull * B[i - tap];
        if (tap === 0) dskip[d] = pull;
      }
      dB[i] = ofB;
      dC[i] = ofC;
    }
  },
});

/** The same, token by token, from the places in `state` (B, D, N), which it leaves behind: k (batch, L, D) -> y (batch, L, D). */
export const shiftScan = defineKernel({
  name: 'shift_scan',
  buffers: { ...allOf('read', 'B', 'C', 'skip', 'k'), ...allOf('write', 'state', 'y') },
  dims: u32('batch', 'L', 'D', 'N'),
  work: ({ batch, L, D, N }) => batch * L * D * N * 3,
  time: { steps: ({ L }) => L },
  grid: ({ batch, D }) => linearGrid(batch * D, 64),
  reference({ B, C, skip, k, state, y }, { batch, L, D, N }) {
    for (let i = 0; i < batch * D; i++) {
      const [b, d] = [Math.floor(i / D), i % D];
      for (let t = 0; t < L; t++) {
        const at = (b * L + t) * D + d;
        let sum = skip[d] * k[at];
        for (let place = N - 1; place >= 0; place--) {
          const next = (place > 0 ? state[i * N + place - 1] : 0) + B[d * N + place] * k[at];
          state[i * N + place] = next;
          sum += C[d * N + place] * next;
        }
        y[at] = sum;
      }
    }
  },
});
