import { skipGeluBackward as backward, skipGelu as forward } from '../../gpu/kernels/pointwise/skip_gelu';
import { rowSegment } from '../../gpu/kernels/scan/row_segment';
import { rowsAndWidth } from '../dims';
import type { Parameter, Tape, Var } from '../tape';

/** gelu(s + skip x), with the form of GELU that has a tanh: s, x (..., D), skip (D) -> (..., D). */
export function skipGelu(tape: Tape, s: Var, x: Var, skip: Parameter): Var {
  const [rows, D] = rowsAndWidth(s);
  const y = tape.variable('skip gelu', s.shape);
  const read = { s: s.data, x: x.data, skip: skip.data };
  tape.run(forward, { ...read, y: y.data }, { rows, D });
  if (!y.grad || !s.grad || !x.grad) return y;
  const segment = rowSegment(rows, backward, { rows, D });
  const dskip = tape.partial(skip, Math.ceil(rows / segment));
  tape.pull(backward, { ...read, dy: y.grad, ds: s.grad, dx: x.grad, dskip }, { rows, D, segment });
  return y;
}
