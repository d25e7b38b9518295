import type { Grid } from '../../kernel';
import { lanesOf } from '../lanes';

// Kernels for few rows, as in sampling: see shaders/matmul/shared/few_rows.wgsl.

/** Invocations that share four columns: a quad at most, which adds up without a barrier where the device has subgroups. */
export function columnLanes(inner: number): number {
  return Math.min(4, lanesOf(inner));
}

/** Workgroups of 64. */
export function columnGrid(rows: number, columns: number, inner: number): Grid {
  return [Math.ceil((columns * columnLanes(inner)) / 256), rows, 1];
}
