import { linearGrid } from '../../grid';
import { defineKernel, u32 } from '../../kernel';
import { lanesOf, probedWidth } from '../lanes';

/** RMSNorm (Zhang and Sennrich 2019), as in state-spaces/mamba: x (rows, D), weight (D) -> y (rows, D). */
export const rmsNorm = defineKernel({
  name: 'rms_norm',
  buffers: { x: 'read', weight: 'read', y: 'write' },
  dims: { ...u32('rows', 'D'), eps: 'f32' },
  constants: ({ D }) => ({ LANES: lanesOf(D) }),
  grid: ({ rows, D }) => linearGrid(rows * lanesOf(D), GROUP),
  variants: [
    {
      name: 'rms_norm_vec4',
      runs: ({ D }) => D % 4 === 0,
      suits: () => true,
      constants: ({ D }) => ({ LANES: lanesOf(D / 4) }),
      grid: ({ rows, D }) => linearGrid(rows * lanesOf(D / 4), GROUP),
    },
  ],
  probe: ({ D }) => {
    const [rows, width] = [70, 4 * probedWidth(D / 4)];
    return { dims: { rows, D: width, eps: 1e-5 }, elements: { x: rows * width, weight: width, y: rows * width } };
  },
  reference({ x, weight, y }, { rows, D, eps }) {
    for (let row = 0; row < rows; row++) {
      let squares = 0;
      for (let d = 0; d < D; d++) squares += x[row * D + d] ** 2;
      const scale = 1 / Math.sqrt(squares / D + eps);
      for (let d = 0; d < D; d++) y[row * D + d] = x[row * D + d] * scale * weight[d];
    }
  },
});

const GROUP = 64;

/** Rows an invocation: more for large batches, so that up to 65,536 rows make at most 64 copies of the weight's gradient. */
function rowsPerInvocation(rows: number): number {
  return Math.min(16, Math.max(1, Math.ceil(rows / (GROUP * 64))));
}

/** Copies of the weight's gradient that `rms_norm_backward` leaves. */
export function rmsNormCopies(rows: number): number {
  return Math.ceil(rows / (GROUP * rowsPerInvocation(rows)));
}

export const rmsNormBackward = defineKernel({
  name: 'rms_norm_backward',
  buffers: { x: 'read', weight: 'read', dy: 'read', dx: 'accumulate', dweight: 'write' },
  dims: { ...u32('rows', 'D'), eps: 'f32' },
  constants: ({ rows, D }) => ({ ROWS: rowsPerInvocation(rows), LANES: lanesOf(D) }),
  grid: ({ rows }) => [rmsNormCopies(rows), 1, 1],
  variants: [
    {
      name: 'rms_norm_backward_vec4',
      runs: ({ D }) => D % 4 === 0,
      suits: () => true,
      constants: ({ rows, D }) => ({ ROWS: rowsPerInvocation(rows), LANES: lanesOf(D / 4) }),
      grid: ({ rows }) => [rmsNormCopies(rows), 1, 1],
    },
  ],
  probe: ({ D }) => {
    const [rows, width] = [70, 4 * probedWidth(D / 4)];
    const size = rows * width;
    return {
      dims: { rows, D: width, eps: 1e-5 },
      elements: { x: size, weight: width, dy: size, dx: size, dweight: 2 * width },
    };
  },
  reference({ x, weight, dy, dweight }, { rows, D, eps }, put) {
    const span = GROUP * rowsPerInvocation(rows);
    dweight.fill(0);
    for (let row = 0; row < rows; row++) {
      let squares = 0;
      let dot = 0;
      for (let d = 0; d < D; d++) {
        squares += x[row * D + d] ** 2;
        dot += x[row * D + d] * dy[row * D + d] * weight[d];
      }
      const scale = 1 / Math.sqrt(squares / D + eps);
      const pull = (scale ** 3 * dot) / D;
      const copy = Math.floor(row / span);
      for (let d = 0; d < D; d++) {
        const at = row * D + d;
        put.dx(at, scale * dy[at] * weight[d] - x[at] * pull);
        dweight[copy * D + d] += dy[at] * x[at] * scale;
      }
    }
  },
});
