import { lstmSequenceBackward as backward, lstmSequence as forward } from '../../gpu/kernels/recurrent/lstm';
import { dims } from '../dims';
import type { Tape, Var } from '../tape';
import { before } from './carried';
import { pullRecurrentWeight, type RecurrentOptions, type RecurrentParameters, recurrentInput } from './recurrent';

/** x (B, L, D) -> h (+ residual) (B, L, H); gate order i f g o */
export function lstm(
  tape: Tape,
  x: Var,
  parameters: RecurrentParameters,
  options: RecurrentOptions<'h' | 'c'> = {},
): Var {
  const { residual, state, segment } = options;
  const [B, L] = dims(x, 3);
  const [, H] = dims(parameters.weightHh, 2);
  const { gates, packed, weightForward, weightBackward } = recurrentInput(tape, x, parameters);
  const cells = tape.tensor('cells', [B, L, H]);
  const y = residual ? tape.residual('hidden states', residual) : tape.variable('hidden states', [B, L, H]);
  const carried = state ? 1 : 0;
  const start = { start_h: before(tape, state?.('h')), start_c: before(tape, state?.('c')) };
  tape.run(
    forward,
    {
      weight_hh: weightForward,
      bias_hh: parameters.biasHh.data,
      residual: residual?.data ?? tape.nothing,
      state_h: state?.('h') ?? tape.nowhere(),
      state_c: state?.('c') ?? tape.nowhere(),
      gates,
      cells,
      y: y.data,
    },
    { B, L, H, has_residual: residual ? 1 : 0, carried, packed: packed ? 1 : 0 },
  );
  if (y.grad) {
    // Once backward has run, `cells` holds h of the token before.
    pullRecurrentWeight(tape, parameters, gates, cells);
    const carry = tape.tensor('carry', [B, 2, H]);
    tape.pull(
      backward,
      { weight_hh: weightBackward, dy: y.grad, gates, cells, carry, ...start },
      { B, L, H, segment: segment ?? L, carried },
    );
  }
  return y;
}
