import { gluBackward as backward, glu as forward } from '../../gpu/kernels/pointwise/glu';
import { rowsAndWidth } from '../dims';
import type { Tape, Var } from '../tape';

/** x (..., 2D), halves a and b; residual (..., D) -> a · sigmoid(b) (+ residual, with the residual's gradient). */
export function glu(tape: Tape, x: Var, residual?: Var): Var {
  const [rows, width] = rowsAndWidth(x);
  const dims = { rows, D: width / 2 };
  const y = residual ? tape.residual('glu', residual) : tape.variable('glu', [...x.shape.slice(0, -1), width / 2]);
  tape.run(
    forward,
    { x: x.data, residual: residual?.data ?? tape.nothing, y: y.data },
    { ...dims, has_residual: residual ? 1 : 0 },
  );
  if (y.grad && x.grad) tape.pull(backward, { x: x.data, dy: y.grad, dx: x.grad }, dims);
  return y;
}
