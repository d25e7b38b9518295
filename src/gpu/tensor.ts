import { BYTES, type DType } from './dtype';

/**
 * Where a tensor lives and how long.
 * - `activation`: from its first write to its last use in a step; the plan lets such tensors share memory.
 * - `parameter`: in the parameter arena; read in a step, written by the optimiser only.
 * - `partial`: one or more summands of a parameter's gradient; the optimiser adds them up.
 * - `persistent`: a buffer of its own that outlives a step: batches, carried state, results.
 */
export type Lifetime = 'activation' | 'parameter' | 'partial' | 'persistent';

/** A tensor without memory: a name, a shape, a lifetime. Row-major. The plan gives it a place. */
export interface Tensor {
  readonly id: number;
  readonly label: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly lifetime: Lifetime;
  /** What a constant holds: the plan writes it once, when it gives the tensor memory. `persistent` tensors only. */
  readonly values?: Float32Array | Int32Array;
}

/** Number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

export function bytesOf({ dtype, shape }: Pick<Tensor, 'dtype' | 'shape'>): number {
  return BYTES[dtype] * sizeOf(shape);
}
