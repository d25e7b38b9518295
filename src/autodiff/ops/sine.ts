import { sineBackward as backward, sine as forward } from '../../gpu/kernels/pointwise/sine';
import { rowSegment } from '../../gpu/kernels/scan/row_segment';
import { rowsAndWidth } from '../dims';
import type { Parameter, Tape, Var } from '../tape';

/** sin(frequency x): x (..., F), frequency of F numbers -> (..., F). */
export function sine(tape: Tape, x: Var, frequency: Parameter): Var {
  const [rows, F] = rowsAndWidth(x);
  const y = tape.variable('sine', x.shape);
  const read = { x: x.data, frequency: frequency.data };
  tape.run(forward, { ...read, y: y.data }, { rows, F });
  if (!y.grad || !x.grad) return y;
  const segment = rowSegment(rows, backward, { rows, F });
  const dfrequency = tape.partial(frequency, Math.ceil(rows / segment));
  tape.pull(backward, { ...read, dy: y.grad, dx: x.grad, dfrequency }, { rows, F, segment });
  return y;
}
