import { logSigmoidBackward as backward, logSigmoid as forward } from '../../gpu/kernels/scan/log_sigmoid';
import { sizeOf } from '../../gpu/tensor';
import type { Tape, Var } from '../tape';

/** scale · ln sigmoid(x), of the shape of x. */
export function logSigmoid(tape: Tape, x: Var, scale: number): Var {
  const y = tape.variable('ln sigmoid', x.shape);
  const sizes = { n: sizeOf(x.shape), scale };
  tape.run(forward, { x: x.data, y: y.data }, sizes);
  if (y.grad && x.grad) tape.pull(backward, { x: x.data, dy: y.grad, dx: x.grad }, sizes);
  return y;
}
