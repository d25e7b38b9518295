import { bonusOutputBackward as backward, bonusOutput as forward } from '../../gpu/kernels/scan/bonus_output';
import { rowSegment } from '../../gpu/kernels/scan/row_segment';
import { rowsAndWidth } from '../dims';
import { region, slice } from '../slice';
import type { Parameter, Tape, Var } from '../tape';

export interface BonusOutputOptions {
  readonly H: number;
  /** (B, L, 4D + H): of `eraseScan`. */
  readonly gated: Var;
  /** (D) each, of the norm. */
  readonly weight: Parameter;
  readonly bias: Parameter;
  readonly eps: number;
}

/**
 * y (B, L, D), of Tape.spent -> a layer norm of each head, its bonus times v, and a gate: (B, L, D); see the kernel. Backward overwrites
 * the gradients of the gate, v, and the bonus, so it must be the first to contribute to them.
 */
export function bonusOutput(tape: Tape, y: Var, { H, gated, weight, bias, eps }: BonusOutputOptions): Var {
  const [rows, D] = rowsAndWidth(y);
  const out = tape.variable('shown heads', y.shape);
  const sizes = { rows, D, H, eps };
  const read = { gated: gated.data, weight: weight.data, bias: bias.data };
  tape.run(forward, { y: y.data, ...read, out: out.data }, sizes);
  if (!out.grad || !gated.grad || !y.grad) return out;
  if (y.grad !== y.data) throw new Error('the gradient of y must take its place');
  const segment = rowSegment(rows, backward, sizes);
  const copies = Math.ceil(rows / segment);
  const summands = { dweight: tape.partial(weight, copies), dbias: tape.partial(bias, copies) };
  const widths = [
    [2 * D, D],
    [3 * D, D],
    [4 * D, H],
  ] as const;
  tape.pull(
    backward,
    { y: y.grad, ...read, dout: out.grad, dgated: gated.grad, ...summands },
    { ...sizes, segment },
    { dgated: widths.map(([offset, width]) => region(slice(gated, offset, width), width)) },
  );
  return out;
}
