import { gruSequenceBackward as backward, gruSequence as forward } from '../../gpu/kernels/recurrent/gru';
import { dims } from '../dims';
import type { Tape, Var } from '../tape';
import { before } from './carried';
import { pullRecurrentWeight, type RecurrentOptions, type RecurrentParameters, recurrentInput } from './recurrent';

/** x (B, L, D) -> h (+ residual) (B, L, H); gate order r z n */
export function gru(tape: Tape, x: Var, parameters: RecurrentParameters, options: RecurrentOptions<'h'> = {}): Var {
  const { residual, state, segment } = options;
  const [B, L] = dims(x, 3);
  const [, H] = dims(parameters.weightHh, 2);
  const { gates, packed, weightForward, weightBackward } = recurrentInput(tape, x, parameters);
  const inner = tape.tensor('inner', [B, L, H]);
  const history = tape.tensor('history', [B, L, H]);
  const y = residual ? tape.residual('hidden states', residual) : tape.variable('hidden states', [B, L, H]);
  const carried = state ? 1 : 0;
  const start = { start_h: before(tape, state?.('h')) };
  tape.run(
    forward,
    {
      weight_hh: weightForward,
      bias_hh: parameters.biasHh.data,
      residual: residual?.data ?? tape.nothing,
      state_h: state?.('h') ?? tape.nowhere(),
      gates,
      inner,
      history,
      y: y.data,
    },
    { B, L, H, has_residual: residual ? 1 : 0, carried, packed: packed ? 1 : 0 },
  );
  if (y.grad) {
    const dgates = tape.tensor('d recurrent gates', gates.shape);
    // Once backward has run, `history` holds h of the token before.
    pullRecurrentWeight(tape, parameters, dgates, history);
    tape.pull(
      backward,
      {
        weight_hh: weightBackward,
        dy: y.grad,
        inner,
        gates,
        history,
        dgates,
        carry: tape.tensor('carry', [B, H]),
        ...start,
      },
      { B, L, H, segment: segment ?? L, carried },
    );
  }
  return y;
}
