import { geluBackward as backward, gelu as forward } from '../../gpu/kernels/pointwise/gelu';
import { sizeOf } from '../../gpu/tensor';
import type { Tape, Var } from '../tape';

/** x Φ(x), exact: any shape. */
export function gelu(tape: Tape, x: Var): Var {
  const dims = { n: sizeOf(x.shape) };
  const y = tape.variable('gelu', x.shape);
  tape.run(forward, { x: x.data, y: y.data }, dims);
  if (y.grad && x.grad) tape.pull(backward, { x: x.data, dy: y.grad, dx: x.grad }, dims);
  return y;
}
