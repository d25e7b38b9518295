import { linearGrid } from '../../grid';
import { defineKernel, u32 } from '../../kernel';
import { tokenBefore } from './dilated_conv';
import { inputVariants, shapeClass, tapsAtOnce, weightVariants } from './dilated_conv_variants';

/** Replaces gates (rows, 2D), tanh and sigmoid as `dilated_conv` left them, by the gradient of the pre-activations. */
export const dilatedConvGates = defineKernel({
  name: 'dilated_conv_gates',
  buffers: { dy: 'read', gates: 'write' },
  dims: u32('rows', 'D'),
  grid: ({ rows, D }) => linearGrid(rows * D, 64),
  reference({ dy, gates }, { rows, D }) {
    for (let row = 0; row < rows; row++) {
      for (let d = 0; d < D; d++) {
        const at = row * 2 * D + d;
        const filter = gates[at];
        const gate = gates[at + D];
        gates[at] = dy[row * D + d] * gate * (1 - filter * filter);
        gates[at + D] = dy[row * D + d] * filter * gate * (1 - gate);
      }
    }
  },
});

/** da (B, L, 2D), weight (2D, D, K) -> dx (+)= (B, L, D). */
export const dilatedConvInput = defineKernel({
  name: 'dilated_conv_input',
  buffers: { da: 'read', weight: 'read', dx: 'accumulate' },
  dims: u32('B', 'L', 'D', 'K', 'dilation'),
  work: ({ B, L, D, K }) => B * L * 2 * D * D * K,
  time: { steps: ({ K }) => K, unit: ({ D }) => tapsAtOnce(2 * D), apart: true },
  grid: ({ B, L, D }) => [Math.ceil(D / 64), Math.ceil((B * L) / 32), 1],
  variants: inputVariants,
  probe: ({ K }) => {
    const [rows, D] = [69, 36];
    return {
      dims: { B: 3, L: 23, D, K, dilation: 2 },
      elements: { da: 2 * rows * D, weight: 2 * D * D * K, dx: rows * D },
    };
  },
  shapeClass,
  reference({ da, weight }, { B, L, D, K, dilation }, put) {
    const row = new Float64Array(D);
    for (let at = 0; at < B * L; at++) {
      row.fill(0);
      for (let k = 0; k < K; k++) {
        const shift = (K - 1 - k) * dilation;
        if ((at % L) + shift >= L) continue;
        for (let n = 0; n < 2 * D; n++) {
          const pull = da[(at + shift) * 2 * D + n];
          for (let d = 0; d < D; d++) row[d] += pull * weight[(n * D + d) * K + k];
        }
      }
      for (let d = 0; d < D; d++) put.dx(at * D + d, row[d]);
    }
  },
});

/** The most rows of a copy, so that a workgroup does not take long. */
const LONGEST = 8192;

/** Copies of the gradients of weight and bias that `dilated_conv_weight` leaves for so many rows: few, since they take memory. */
export function dilatedConvCopies(rows: number): number {
  return Math.max(1, Math.min(8, Math.ceil(rows / 256)), Math.ceil(rows / LONGEST));
}

/**
 * da (B, L, 2D), x (B, L, D) -> dweight (copies, 2D, D, K) and dbias (copies, 2D), to be added up. Each copy sums the same number of
 * rows, a multiple of 4; the last may have fewer. `slots`, `queue`, and `cursor`: as forward had them.
 */
export const dilatedConvWeight = defineKernel({
  name: 'dilated_conv_weight',
  buffers: { da: 'read', x: 'read', queue: 'read', cursor: 'read', dweight: 'write', dbias: 'write' },
  dims: u32('B', 'L', 'D', 'K', 'dilation', 'slots', 'copies'),
  constants: ({ slots }) => ({ CARRY: slots > 0 ? 1 : 0 }),
  work: ({ B, L, D, K }) => B * L * 2 * D * D * K,
  grid: ({ D, K, copies }) => linearGrid(Math.ceil(D / 8) * Math.ceil(D / 2) * K * copies, 64),
  variants: weightVariants,
  probe: ({ K, slots }) => {
    const [rows, D, before, copies] = [44, 36, slots > 0 ? 2 * K : 0, 2];
    return {
      dims: { B: 4, L: 11, D, K, dilation: 2, slots: before, copies },
      elements: {
        ...{ da: 2 * rows * D, x: rows * D, queue: Math.max(4, 4 * before * D), cursor: 4 },
        ...{ dweight: copies * 2 * D * D * K, dbias: copies * 2 * D },
      },
      integers: { cursor: 1 },
    };
  },
  shapeClass,
  reference({ da, x, queue, cursor, dweight, dbias }, { B, L, D, K, dilation, slots, copies }) {
    const span = 4 * Math.ceil((B * L) / (4 * copies));
    dweight.fill(0);
    dbias.fill(0);
    for (let row = 0; row < B * L; row++) {
      const copy = Math.floor(row / span);
      for (let n = 0; n < 2 * D; n++) {
        const pull = da[row * 2 * D + n];
        dbias[copy * 2 * D + n] += pull;
        for (let k = 0; k < K; k++) {
          const shift = (K - 1 - k) * dilation;
          const token = tokenBefore({ x, queue, cursor }, { L, D, slots }, row, shift);
          const base = (copy * 2 * D + n) * D;
          for (let d = 0; token && d < D; d++) dweight[(base + d) * K + k] += pull * token[d];
        }
      }
    }
  },
});
