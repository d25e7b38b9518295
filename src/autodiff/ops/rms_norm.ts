import { rmsNormBackward as backward, rmsNorm as forward, rmsNormCopies } from '../../gpu/kernels/pointwise/rms_norm';
import { sizeOf } from '../../gpu/tensor';
import { dims } from '../dims';
import type { Parameter, Tape, Var } from '../tape';

/** x (..., D), weight (D) -> (..., D) */
export function rmsNorm(tape: Tape, x: Var, weight: Parameter, eps: number): Var {
  const [D] = dims(weight, 1);
  const sizes = { rows: sizeOf(x.shape) / D, D, eps };
  const y = tape.variable('norm', x.shape);
  tape.run(forward, { x: x.data, weight: weight.data, y: y.data }, sizes);
  if (y.grad && x.grad) {
    const dweight = tape.partial(weight, rmsNormCopies(sizes.rows));
    tape.pull(backward, { x: x.data, weight: weight.data, dy: y.grad, dx: x.grad, dweight }, sizes);
  }
  return y;
}
