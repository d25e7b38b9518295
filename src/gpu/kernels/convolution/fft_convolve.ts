import { linearGrid } from '../../grid';
import { defineKernel, type Numbers, u32 } from '../../kernel';
import { FFT_GROUP, fftConstants, fftWork } from './fft_shape';
import { type ComplexRow, clockwise, emptyRow, transform, transformBack } from './radix2';

/** A row is M blocks of P points; with M = 1 it is not split. */
interface Rows {
  readonly L: number;
  readonly D: number;
  readonly M: number;
  readonly P: number;
}

/** Block m of a row, or, for M = 1, the weighted row with zeros from L on. */
function readRow(x: Numbers, { L, D, M, P }: Rows, b: number, m: number, d: number, reverse = false): ComplexRow {
  const row = emptyRow(P);
  for (let t = 0; t < P; t++) {
    if (M > 1) {
      const at = 2 * (((b * M + m) * P + t) * D + d);
      row.re[t] = x[at];
      row.im[t] = x[at + 1];
    } else if (t < L) {
      const value = x[(b * L + (reverse ? L - 1 - t : t)) * D + d];
      const [c, s] = clockwise(t / (4 * P));
      row.re[t] = value * c;
      row.im[t] = value * s;
    }
  }
  return row;
}

function writeRow(
  put: (index: number, value: number) => void,
  row: ComplexRow,
  { L, D, M, P }: Rows,
  b: number,
  m: number,
  d: number,
  reverse = false,
): void {
  for (let t = 0; t < P; t++) {
    if (M > 1) {
      const at = 2 * (((b * M + m) * P + t) * D + d);
      put(at, row.re[t]);
      put(at + 1, row.im[t]);
    } else if (t < L) {
      const [c, s] = clockwise(t / (4 * P));
      put((b * L + (reverse ? L - 1 - t : t)) * D + d, row.re[t] * c + row.im[t] * s);
    }
  }
}

function filtered(row: ComplexRow, filters: Numbers, { D, P }: Rows, m: number, d: number): ComplexRow {
  const product = emptyRow(P);
  for (let p = 0; p < P; p++) {
    const at = 2 * ((m * P + p) * D + d);
    product.re[p] = row.re[p] * filters[at] - row.im[p] * filters[at + 1];
    product.im[p] = row.re[p] * filters[at + 1] + row.im[p] * filters[at];
  }
  return product;
}

/** The spectrum of a kernel (L, D), or of its fft_split, plus `skip` (D), divided by M P: complex (M, P, D). */
export const fftFilter = defineKernel({
  name: 'fft_filter',
  buffers: { roots: 'read', x: 'read', skip: 'read', filters: 'write' },
  dims: u32('L', 'D', 'M', 'P'),
  constants: ({ M, P }) => ({ ...fftConstants(P, M * P), SPLIT: M > 1 ? 1 : 0 }),
  work: ({ D, M, P }) => fftWork(M * D, P),
  grid: ({ D, M }) => linearGrid(M * D, FFT_GROUP),
  reference({ x, skip, filters }, dims) {
    const { D, M, P } = dims;
    for (let line = 0; line < M * D; line++) {
      const [m, d] = [Math.floor(line / D), line % D];
      const row = readRow(x, dims, 0, m, d);
      transform(row);
      for (let p = 0; p < P; p++) {
        const to = 2 * ((m * P + p) * D + d);
        filters[to] = (row.re[p] + skip[d]) / (M * P);
        filters[to + 1] = row.im[p] / (M * P);
      }
    }
  },
});

/** The causal convolution of x (B, L, D) with the filter of each channel; with M > 1, what lies between fft_split and fft_merge. */
export const fftConvolve = defineKernel({
  name: 'fft_convolve',
  buffers: { roots: 'read', filters: 'read', x: 'read', y: 'write' },
  dims: u32('B', 'L', 'D', 'M', 'P'),
  constants: ({ M, P }) => ({ ...fftConstants(P, M * P), SPLIT: M > 1 ? 1 : 0 }),
  work: ({ B, D, M, P }) => 2 * fftWork(B * M * D, P),
  grid: ({ B, D, M }) => linearGrid(B * M * D, FFT_GROUP),
  reference({ filters, x, y }, dims) {
    const { B, D, M } = dims;
    const put = (index: number, value: number): void => {
      y[index] = value;
    };
    for (let line = 0; line < B * M * D; line++) {
      const [b, m, d] = [Math.floor(line / (M * D)), Math.floor(line / D) % M, line % D];
      const row = readRow(x, dims, b, m, d);
      transform(row);
      const product = filtered(row, filters, dims, m, d);
      transformBack(product);
      writeRow(put, product, dims, b, m, d);
    }
  },
});

/** Invocations that are enough for a GPU. More copies would be more to add up. */
const WANTED = 4096;

/** The most sequences of an invocation, so that a workgroup does not take long. */
const LONGEST = 8;

/** Copies of the kernel's gradient: an invocation goes through its copy's sequences one after the other. */
export function fftConvolveCopies(B: number, D: number, M: number): number {
  const wanted = Math.min(B, Math.max(Math.ceil(WANTED / (M * D)), Math.ceil(B / LONGEST)));
  return Math.ceil(B / Math.ceil(B / wanted));
}

/** dx (B, L, D) and the kernel's gradient (copies, L, D); with M > 1, the blocks of both, for fft_merge. */
export const fftConvolveBackward = defineKernel({
  name: 'fft_convolve_backward',
  buffers: { roots: 'read', filters: 'read', x: 'read', dy: 'read', dx: 'accumulate', dkernel: 'write' },
  dims: u32('B', 'L', 'D', 'M', 'P', 'copies'),
  constants: ({ M, P }) => ({ ...fftConstants(P, M * P), SPLIT: M > 1 ? 1 : 0 }),
  work: ({ B, D, M, P }) => 4 * fftWork(B * M * D, P),
  grid: ({ D, M, copies }) => linearGrid(copies * M * D, FFT_GROUP),
  reference({ filters, x, dy, dkernel }, dims, put) {
    const { B, D, M, P, copies } = dims;
    const span = Math.ceil(B / copies);
    const write = (index: number, value: number): void => {
      dkernel[index] = value;
    };
    for (let line = 0; line < M * D; line++) {
      const [m, d] = [Math.floor(line / D), line % D];
      for (let copy = 0; copy < copies; copy++) {
        const sum = emptyRow(P);
        for (let b = copy * span; b < Math.min(B, (copy + 1) * span); b++) {
          const back = readRow(dy, dims, b, m, d, true);
          transform(back);
          const product = filtered(back, filters, dims, m, d);
          transformBack(product);
          writeRow(put.dx, product, dims, b, m, d, true);
          const row = readRow(x, dims, b, m, d);
          transform(row);
          for (let p = 0; p < P; p++) {
            sum.re[p] += (row.re[p] * back.re[p] - row.im[p] * back.im[p]) / (M * P);
            sum.im[p] += (row.re[p] * back.im[p] + row.im[p] * back.re[p]) / (M * P);
          }
        }
        transformBack(sum);
        writeRow(write, sum, dims, copy, m, d, true);
      }
    }
  },
});
