import { defineKernel, u32 } from '../../kernel';
import { columnLanes } from './few_rows';
import { nnVariants, ntVariants, shapeClass, tnVariants } from './matmul_variants';

// A product has `rows` and `columns`; `inner` is the length that it sums over.

/** Rows and columns that a workgroup of the shaders for any sizes computes. */
const TILE = 32;

/** Inner steps of one part of matmul_nn. A longer sum, as over a large vocabulary, would take too long at once. */
const MOST_INNER = 16384;

/** Half of the multiply-adds, since these take less time in matrix products than in any other kernel. */
function matmulWork({ rows, columns, inner }: Readonly<Record<'rows' | 'columns' | 'inner', number>>): number {
  return (rows * columns * inner) / 2;
}

/** a (rows, inner), b (columns, inner) -> c = a bᵀ (+ bias) (+ residual), (rows, columns). */
export const matmulNt = defineKernel({
  name: 'matmul_nt',
  buffers: { a: 'read', b: 'read', bias: 'read', residual: 'read', c: 'write' },
  dims: u32('rows', 'columns', 'inner', 'a_stride', 'a_offset', 'c_stride', 'c_offset', 'has_bias', 'has_residual'),
  work: matmulWork,
  grid: ({ rows, columns }) => [Math.ceil(columns / TILE), Math.ceil(rows / TILE), 1],
  variants: ntVariants,
  // More than a tile each way, less than whole vec4s of columns, and inner steps for as many lanes as the dims have in matvec_nt.
  probe({ inner: given }) {
    const inner = 16 * columnLanes(given / 4) - 4;
    const a_stride = inner + 4;
    const places = { a_stride, a_offset: 4, c_stride: 76, c_offset: 4 };
    return {
      dims: { rows: 66, columns: 69, inner, ...places, has_bias: 1, has_residual: 0 },
      elements: { a: 66 * a_stride + 4, b: 69 * inner, bias: 69, residual: 4, c: 66 * 76 + 4 },
    };
  },
  shapeClass,
  reference(
    { a, b, bias, residual, c },
    { rows, columns, inner, a_stride, a_offset, c_stride, c_offset, has_bias, has_residual },
  ) {
    for (let m = 0; m < rows; m++) {
      for (let n = 0; n < columns; n++) {
        let sum = has_bias ? bias[n] : 0;
        for (let k = 0; k < inner; k++) sum += a[m * a_stride + a_offset + k] * b[n * inner + k];
        c[m * c_stride + c_offset + n] = has_residual ? sum + residual[m * columns + n] : sum;
      }
    }
  },
});

/** a (rows, inner), b (inner, columns) -> c (+)= a b, (rows, columns). */
export const matmulNn = defineKernel({
  name: 'matmul_nn',
  buffers: { a: 'read', b: 'read', c: 'accumulate' },
  dims: u32('rows', 'columns', 'inner', 'a_stride', 'a_offset', 'c_stride', 'c_offset'),
  work: matmulWork,
  time: { steps: ({ inner }) => inner, unit: () => MOST_INNER, apart: true },
  grid: ({ rows, columns }) => [Math.ceil(columns / TILE), Math.ceil(rows / TILE), 1],
  variants: nnVariants,
  probe: () => ({
    dims: { rows: 66, columns: 68, inner: 19, a_stride: 24, a_offset: 4, c_stride: 76, c_offset: 4 },
    elements: { a: 66 * 24 + 4, b: 19 * 68, c: 66 * 76 + 4 },
  }),
  shapeClass,
  reference({ a, b }, { rows, columns, inner, a_stride, a_offset, c_stride, c_offset }, put) {
    const row = new Float64Array(columns);
    for (let m = 0; m < rows; m++) {
      row.fill(0);
      for (let k = 0; k < inner; k++) {
        const left = a[m * a_stride + a_offset + k];
        for (let n = 0; n < columns; n++) row[n] += left * b[k * columns + n];
      }
      for (let n = 0; n < columns; n++) put.c(m * c_stride + c_offset + n, row[n]);
    }
  },
});

/** How `matmul_tn` divides its sum: split s sums rows s · chunk to (s + 1) · chunk of a and b. */
export interface Splits {
  readonly splits: number;
  /** A multiple of 8. */
  readonly chunk: number;
}

/** Workgroups that keep a device busy. */
const ENOUGH_GROUPS = 32;
/** The fewest inner steps that are worth a split. */
const LEAST_CHUNK = 256;
/** Each split takes as much memory as the gradient itself. Only sums longer than 8 · MOST_CHUNK have more. */
const MOST_SPLITS = 8;
/** A workgroup that sums more than this takes too long at once. */
const MOST_CHUNK = 16384;

/** Splits of a sum over `inner`, for a result (rows, columns): enough to fill a GPU, and few enough to add up. */
export function matmulSplits(rows: number, columns: number, inner: number): Splits {
  const tiles = Math.ceil(rows / 64) * Math.ceil(columns / 64);
  const wanted = Math.max(1, Math.min(MOST_SPLITS, Math.ceil(ENOUGH_GROUPS / tiles), Math.ceil(inner / LEAST_CHUNK)));
  const chunk = Math.min(MOST_CHUNK, 8 * Math.ceil(inner / wanted / 8));
  return { splits: Math.ceil(inner / chunk), chunk };
}

/** a (inner, rows), b (inner, columns) -> c (splits, rows, columns), Σ_s c[s] = aᵀ b, and bias (splits, rows), Σ_s bias[s] = Σ a. */
export const matmulTn = defineKernel({
  name: 'matmul_tn',
  buffers: { a: 'read', b: 'read', c: 'write', bias: 'write' },
  dims: u32('rows', 'columns', 'inner', 'a_stride', 'a_offset', 'b_stride', 'b_offset', 'chunk', 'has_bias'),
  work: matmulWork,
  grid: ({ rows, columns, inner, chunk }) => [
    Math.ceil(columns / TILE),
    Math.ceil(rows / TILE),
    Math.ceil(inner / chunk),
  ],
  variants: tnVariants,
  probe: () => ({
    dims: {
      rows: 66,
      columns: 68,
      inner: 24,
      a_stride: 72,
      a_offset: 4,
      b_stride: 72,
      b_offset: 4,
      chunk: 16,
      has_bias: 1,
    },
    elements: { a: 24 * 72 + 4, b: 24 * 72 + 4, c: 2 * 66 * 68, bias: 2 * 66 },
  }),
  shapeClass,
  reference({ a, b, c, bias }, { rows, columns, inner, a_stride, a_offset, b_stride, b_offset, chunk, has_bias }) {
    c.fill(0);
    if (has_bias) bias.fill(0);
    for (let m = 0; m < inner; m++) {
      const split = Math.floor(m / chunk);
      for (let n = 0; n < rows; n++) {
        const left = a[m * a_stride + a_offset + n];
        if (has_bias) bias[split * rows + n] += left;
        const base = (split * rows + n) * columns;
        for (let k = 0; k < columns; k++) c[base + k] += left * b[m * b_stride + b_offset + k];
      }
    }
  },
});
