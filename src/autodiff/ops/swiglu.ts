import { swigluBackward as backward, swiglu as forward } from '../../gpu/kernels/pointwise/swiglu';
import { rowsAndWidth } from '../dims';
import type { Tape, Var } from '../tape';

/** x (..., 2F), halves u and gate -> u · silu(gate): (..., F) */
export function swiglu(tape: Tape, x: Var): Var {
  const [rows, width] = rowsAndWidth(x);
  const F = width / 2;
  const dims = { rows, F };
  const y = tape.variable('swiglu', [...x.shape.slice(0, -1), F]);
  tape.run(forward, { x: x.data, y: y.data }, dims);
  if (y.grad && x.grad) tape.pull(backward, { x: x.data, dy: y.grad, dx: x.grad }, dims);
  return y;
}
