import { expGateWeight } from '../../gpu/kernels/recurrent/exp_gate_weight';
import {
  expGateSequenceBackward as backward,
  EXP_GATE_COLUMNS,
  expGateSequence as forward,
} from '../../gpu/kernels/recurrent/exp_gates';
import { rowSegment } from '../../gpu/kernels/scan/row_segment';
import type { Tensor } from '../../gpu/tensor';
import { dims } from '../dims';
import { type Slice, slice } from '../slice';
import type { Parameter, Tape, Var } from '../tape';
import { before } from './carried';

type State = 'y' | 'c' | 'n' | 'm';

export interface ExpGateOptions {
  /** (D / n, 4n, n) */
  readonly weight: Parameter;
  /** (4D) */
  readonly bias: Parameter;
  /** (B, D) each: the initial state; afterwards the final one. No gradient flows into it. */
  readonly state?: ((name: State) => Tensor) | undefined;
}

/** One tensor of gates and what a token keeps of them; it becomes the gates' gradient. */
export function expGateRows(tape: Tape, B: number, L: number, D: number): { rows: Var; inputs: readonly Slice[] } {
  const rows = tape.spent('exponential gates', [B, L, EXP_GATE_COLUMNS * D]);
  return { rows, inputs: [0, 1, 2, 3].map(slot => slice(rows, slot * D, D)) };
}

/** The recurrence of an sLSTM over `rows` of expGateRows, whose `inputs` are written -> y (B, L, D). */
export function expGates(tape: Tape, rows: Var, { weight, bias, state }: ExpGateOptions): Var {
  const [B, L, width] = dims(rows, 3);
  const [, , n] = dims(weight, 3);
  const D = width / EXP_GATE_COLUMNS;
  const y = tape.variable('shown memory', [B, L, D]);
  const sizes = { B, L, D, n, carried: state ? 1 : 0 };
  const starts = { y: before(tape, state?.('y')), c: before(tape, state?.('c')), n: before(tape, state?.('n')) };
  const carried = (name: State): Tensor => state?.(name) ?? tape.nowhere();
  const states = { state_y: carried('y'), state_c: carried('c'), state_n: carried('n'), state_m: carried('m') };
  tape.run(forward, { weight: weight.data, bias: bias.data, rows: rows.data, y: y.data, ...states }, sizes);
  if (!y.grad) return y;
  const segment = rowSegment(B * L, expGateWeight, sizes);
  const copies = Math.ceil((B * L) / segment);
  tape.pull(
    expGateWeight,
    {
      rows: rows.data,
      y: y.data,
      start: starts.y,
      dweight: tape.partial(weight, copies),
      dbias: tape.partial(bias, copies),
    },
    { ...sizes, segment },
  );
  const carry = tape.tensor('carry', [B, 3, D]);
  const from = { start_c: starts.c, start_n: starts.n };
  tape.pull(backward, { weight: weight.data, dy: y.grad, rows: rows.data, carry, ...from }, sizes);
  return y;
}
