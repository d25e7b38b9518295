import { rowSegment } from '../../gpu/kernels/scan/row_segment';
import { softplusDecayBackward as backward, softplusDecay as forward } from '../../gpu/kernels/scan/softplus_decay';
import { dims } from '../dims';
import { region, type Slice } from '../slice';
import type { Parameter, Tape, Var } from '../tape';

export interface SoftplusDecayOptions {
  /** (H) */
  readonly bias: Parameter;
  /** (H) */
  readonly A_log: Parameter;
}

/**
 * x (B, L, H) -> gates (B, L, 2H) of matrixScan: ln a = -exp(A_log) w, then w = softplus(x + bias). Backward overwrites the gradient
 * of x, so it must be the first to contribute to it.
 */
export function softplusDecay(tape: Tape, x: Slice, { bias, A_log }: SoftplusDecayOptions): Var {
  const [B, L] = dims(x.of, 3);
  const [H] = dims(bias, 1);
  const gates = tape.variable('ln a, w', [B, L, 2 * H]);
  const sizes = { rows: x.rows, H, stride: x.stride, x: x.offset };
  tape.run(forward, { values: x.of.data, bias: bias.data, A_log: A_log.data, gates: gates.data }, sizes);
  if (!gates.grad || !x.of.grad) return gates;
  const segment = rowSegment(x.rows, backward, sizes);
  const copies = Math.ceil(x.rows / segment);
  tape.pull(
    backward,
    {
      values: x.of.data,
      bias: bias.data,
      A_log: A_log.data,
      gates: gates.data,
      dgates: gates.grad,
      dvalues: x.of.grad,
      dbias: tape.partial(bias, copies),
      dA_log: tape.partial(A_log, copies),
    },
    { ...sizes, d_stride: x.gradient.stride, dx: x.gradient.offset, segment },
    { dvalues: region(x.gradient, H) },
  );
  return gates;
}
