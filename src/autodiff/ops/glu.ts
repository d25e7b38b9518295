import { gluBackward as backward, glu as forward } from '../../gpu/kernels/pointwise/glu';
import { rowsAndWidth } from '../dims';
import type { Tape, Var } from '../tape';

/** x (..., 2D), halves a and b; residual (..., D) -> residual + a · sigmoid(b), with the residual's gradient. */
export function glu(tape: Tape, x: Var, residual: Var): Var {
  const [rows, D] = rowsAndWidth(residual);
  const dims = { rows, D };
  const y = tape.residual('glu', residual);
  tape.run(forward, { x: x.data, residual: residual.data, y: y.data }, dims);
  if (y.grad && x.grad) tape.pull(backward, { x: x.data, dy: y.grad, dx: x.grad }, dims);
  return y;
}
