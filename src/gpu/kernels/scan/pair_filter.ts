import { linearGrid } from '../../grid';
import { allOf, defineKernel, u32 } from '../../kernel';
import { BILINEAR_NUMBERS, bilinear, bilinearMode, inverse, readBilinear } from './bilinear_mode';
import { type Complex, plus, scaled, times } from './s4d_mode';

/** Values of K that an invocation computes at a time. */
const RUN = 16;

export function bilinearShape(N: number, H: number): readonly number[] {
  return [BILINEAR_NUMBERS, N / 2, H];
}

/** Parameters -> modes (7, N/2, H): dt, A, B, C of each. */
export const pairModes = defineKernel({
  name: 'pair_modes',
  buffers: { ...allOf('read', 'log_dt', 'inv_A_real', 'A_imag', 'B', 'C'), modes: 'write' },
  dims: u32('H', 'N'),
  grid: ({ H, N }) => linearGrid((H * N) / 2, 64),
  reference({ modes, ...parameters }, { H, N }) {
    const plane = (N / 2) * H;
    for (let i = 0; i < plane; i++) {
      const { dt, A, B, C } = bilinearMode(parameters, Math.floor(i / H), i % H, N);
      [dt, ...A, ...B, ...C].forEach((value, number) => {
        modes[number * plane + i] = value;
      });
    }
  },
});

/**
 * The filter of N/2 conjugate pairs of states, 2 Re Σ C decay^l input, and skip (H) more at lag 0, for each of M = d² H channels, of which
 * channel m has the pairs of head m mod H: K (L, M).
 */
export const pairFilter = defineKernel({
  name: 'pair_filter',
  buffers: { ...allOf('read', 'modes', 'skip'), K: 'write' },
  dims: u32('L', 'M', 'H', 'N'),
  work: ({ L, M, N }) => L * M * 4 * N,
  grid: ({ L, M }) => linearGrid(Math.ceil(L / RUN) * M, 64),
  reference({ modes, skip, K }, { L, M, H, N }) {
    K.fill(0, 0, L * M);
    for (let m = 0; m < M; m++) {
      K[m] = skip[m % H];
      for (let n = 0; n < N / 2; n++) {
        const mode = readBilinear(modes, n, m % H, N, H);
        const { decay, input } = bilinear(mode);
        let z = scaled(times(mode.C, input), 2);
        for (let l = 0; l < L; l++, z = times(z, decay)) K[l * M + m] += z[0];
      }
    }
  },
});

/**
 * dK (summands, L, M), to be added up over its copies and the channels of a head -> sums (copies, 4, N/2, H) for pair_modes_backward, a
 * copy for each `segment` of lags, and dskip.
 */
export const pairFilterBackward = defineKernel({
  name: 'pair_filter_backward',
  buffers: { ...allOf('read', 'dK', 'modes'), ...allOf('write', 'sums', 'dskip') },
  dims: u32('L', 'M', 'H', 'N', 'summands', 'segment'),
  work: ({ L, M, N, summands }) => L * M * N * (summands + 4),
  grid: ({ L, H, N, segment }) => linearGrid(Math.ceil(L / segment) * ((H * N) / 2), 64),
  reference({ dK, modes, sums, dskip }, { L, M, H, N, summands, segment }) {
    const plane = (N / 2) * H;
    sums.fill(0, 0, Math.ceil(L / segment) * 4 * plane);
    for (let i = 0; i < plane; i++) {
      const [n, h] = [Math.floor(i / H), i % H];
      const { decay } = bilinear(readBilinear(modes, n, h, N, H));
      let [power, before]: [Complex, Complex] = [
        [1, 0],
        [0, 0],
      ];
      for (let l = 0; l < L; l++) {
        let pull = 0;
        for (let s = 0; s < summands; s++) for (let m = h; m < M; m += H) pull += dK[(s * L + l) * M + m];
        if (l === 0 && n === 0) dskip[h] = pull;
        [...scaled(power, pull), ...scaled(before, l * pull)].forEach((value, part) => {
          sums[(Math.floor(l / segment) * 4 + part) * plane + i] += value;
        });
        [before, power] = [power, times(power, decay)];
      }
    }
  },
});

/** sums (copies, 4, N/2, H), to be added up: G = Σ dK decay^l and S = Σ dK l decay^(l-1) -> gradients of the parameters. That of log_dt is N/2 copies, (N/2, H). */
export const pairModesBackward = defineKernel({
  name: 'pair_modes_backward',
  buffers: { ...allOf('read', 'modes', 'sums'), ...allOf('write', 'dlog_dt', 'dinv_A_real', 'dA_imag', 'dB', 'dC') },
  dims: u32('H', 'N', 'copies'),
  grid: ({ H, N }) => linearGrid((H * N) / 2, 64),
  reference({ modes, sums, dlog_dt, dinv_A_real, dA_imag, dB, dC }, { H, N, copies }) {
    const plane = (N / 2) * H;
    for (let i = 0; i < plane; i++) {
      const [n, h] = [Math.floor(i / H), i % H];
      const mode = readBilinear(modes, n, h, N, H);
      const sum = (part: number): number => {
        let total = 0;
        for (let copy = 0; copy < copies; copy++) total += sums[(copy * 4 + part) * plane + i];
        return total;
      };
      const G: Complex = [sum(0), sum(1)];
      const S: Complex = [sum(2), sum(3)];
      const { dt, A, B, C } = mode;
      const own = inverse(mode);
      const { input } = bilinear(mode);
      const square = times(own, own);
      const toC = times(input, G);
      const toB = scaled(times(times(C, own), G), dt);
      const ofDecay = times(times(times(C, input), S), square);
      const ofInput = scaled(times(times(times(C, B), square), G), dt / 2);
      const toZ = plus(ofDecay, ofInput);
      const to = (h * N) / 2 + n;
      dlog_dt[i] = 2 * (dt * times(toZ, A)[0] + times(B, toB)[0]);
      dinv_A_real[to] = 2 * dt * A[0] * toZ[0];
      dA_imag[to] = -2 * dt * toZ[1];
      dB[2 * to] = 2 * toB[0];
      dB[2 * to + 1] = -2 * toB[1];
      dC[2 * to] = 2 * toC[0];
      dC[2 * to + 1] = -2 * toC[1];
    }
  },
});

/** The same, token by token: x (B, L, M) -> y (B, L, M), from the states (B, M, N/2, 2), which it leaves behind. skip (H). */
export const pairScan = defineKernel({
  name: 'pair_scan',
  buffers: { ...allOf('read', 'modes', 'skip', 'x'), ...allOf('write', 'y', 'state') },
  dims: u32('B', 'L', 'M', 'H', 'N'),
  work: ({ B, L, M, N }) => B * L * M * N * 6,
  time: { steps: ({ L }) => L },
  grid: ({ B, M }) => linearGrid(B * M, 64),
  reference({ modes, skip, x, y, state }, { B, L, M, H, N }) {
    for (let i = 0; i < B * M; i++) {
      const [b, m] = [Math.floor(i / M), i % M];
      for (let t = 0; t < L; t++) y[(b * L + t) * M + m] = skip[m % H] * x[(b * L + t) * M + m];
      for (let n = 0; n < N / 2; n++) {
        const mode = readBilinear(modes, n, m % H, N, H);
        const { decay, input } = bilinear(mode);
        const at = 2 * ((i * N) / 2 + n);
        let h: Complex = [state[at], state[at + 1]];
        for (let t = 0; t < L; t++) {
          const place = (b * L + t) * M + m;
          h = plus(times(decay, h), scaled(input, x[place]));
          y[place] += 2 * times(mode.C, h)[0];
        }
        state.set(h, at);
      }
    }
  },
});
