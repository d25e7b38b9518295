import { dropoutBackward as backward, DROPOUT_PARTS, dropout as forward } from '../../gpu/kernels/training/dropout';
import { sizeOf, type Tensor } from '../../gpu/tensor';
import type { Tape, Var } from '../tape';

export interface Dropout {
  /** Share of values that are dropped, from above 0 to below 1. */
  readonly rate: number;
  /** i32 (4), written before each run: seed, step, 1 to drop or 0 to keep all. */
  readonly draw: Tensor;
}

/**
 * dropout(x) (+ residual), of one shape. A value stays with probability 1 - rate, divided by it, so that the expected
 * sum is the same. `place` tells the masks of a model's layers apart. Backward computes the mask again and keeps nothing.
 */
export function dropout(tape: Tape, x: Var, residual: Var | undefined, { rate, draw }: Dropout, place: number): Var {
  const threshold = Math.round(rate * DROPOUT_PARTS);
  const dims = { n: sizeOf(x.shape), place, threshold, scale: 1 / (1 - rate) };
  const y = residual ? tape.residual('dropout', residual) : tape.variable('dropout', x.shape);
  const buffers = { x: x.data, residual: residual?.data ?? tape.nothing, draw, y: y.data };
  tape.run(forward, buffers, { ...dims, has_residual: residual ? 1 : 0 });
  if (y.grad && x.grad) tape.pull(backward, { dy: y.grad, draw, dx: x.grad }, dims);
  return y;
}
