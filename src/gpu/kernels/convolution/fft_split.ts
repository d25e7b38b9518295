import { linearGrid } from '../../grid';
import { defineKernel } from '../../kernel';
import { FFT_GROUP, fftConstants, fftWork } from './fft_shape';
import { bitReversed, clockwise, emptyRow, transform, transformBack } from './radix2';

/** A row of P M points as a matrix (P, M). */
const dims = { B: 'u32', L: 'u32', D: 'u32', P: 'u32', M: 'u32', reverse: 'u32' } as const;

/** First half of a long FFT: (B, L, D) -> complex (B, P, M, D), P bit-reversed. */
export const fftSplit = defineKernel({
  name: 'fft_split',
  buffers: { roots: 'read', x: 'read', blocks: 'write' },
  dims,
  constants: ({ P, M }) => fftConstants(P, P * M),
  work: ({ B, D, M, P }) => fftWork(B * M * D, P),
  grid: ({ B, D, M }) => linearGrid(B * M * D, FFT_GROUP),
  reference({ x, blocks }, { B, L, D, P, M, reverse }) {
    for (let column = 0; column < B * M * D; column++) {
      const [b, m, d] = [Math.floor(column / (M * D)), Math.floor(column / D) % M, column % D];
      const row = emptyRow(P);
      for (let p = 0; p < P; p++) {
        const t = p * M + m;
        if (t >= L) continue;
        const value = x[(b * L + (reverse ? L - 1 - t : t)) * D + d];
        const [c, s] = clockwise(t / (4 * P * M));
        row.re[p] = value * c;
        row.im[p] = value * s;
      }
      transform(row);
      for (let p = 0; p < P; p++) {
        const [c, s] = clockwise((m * bitReversed(p, P)) / (P * M));
        const to = 2 * (((b * P + p) * M + m) * D + d);
        blocks[to] = row.re[p] * c - row.im[p] * s;
        blocks[to + 1] = row.re[p] * s + row.im[p] * c;
      }
    }
  },
});

/** Second half of a long inverse FFT: complex (B, P, M, D) -> (B, L, D), the real part. */
export const fftMerge = defineKernel({
  name: 'fft_merge',
  buffers: { roots: 'read', blocks: 'read', y: 'accumulate' },
  dims,
  constants: ({ P, M }) => fftConstants(P, P * M),
  work: ({ B, D, M, P }) => fftWork(B * M * D, P),
  grid: ({ B, D, M }) => linearGrid(B * M * D, FFT_GROUP),
  reference({ blocks }, { B, L, D, P, M, reverse }, put) {
    for (let column = 0; column < B * M * D; column++) {
      const [b, m, d] = [Math.floor(column / (M * D)), Math.floor(column / D) % M, column % D];
      const row = emptyRow(P);
      for (let p = 0; p < P; p++) {
        const [c, s] = clockwise((m * bitReversed(p, P)) / (P * M));
        const from = 2 * (((b * P + p) * M + m) * D + d);
        row.re[p] = blocks[from] * c + blocks[from + 1] * s;
        row.im[p] = blocks[from + 1] * c - blocks[from] * s;
      }
      transformBack(row);
      for (let p = 0; p < P; p++) {
        const t = p * M + m;
        if (t >= L) continue;
        const [c, s] = clockwise(t / (4 * P * M));
        put.y((b * L + (reverse ? L - 1 - t : t)) * D + d, row.re[p] * c + row.im[p] * s);
      }
    }
  },
});
