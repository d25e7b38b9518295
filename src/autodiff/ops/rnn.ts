import { rnnSequenceBackward as backward, rnnSequence as forward } from '../../gpu/kernels/recurrent/rnn';
import { dims } from '../dims';
import type { Tape, Var } from '../tape';
import { before } from './carried';
import { pullRecurrentWeight, type RecurrentOptions, type RecurrentParameters, recurrentInput } from './recurrent';

/** x (B, L, D) -> h = tanh(W_ih x + b_ih + W_hh h + b_hh) (+ residual) (B, L, H) */
export function rnn(tape: Tape, x: Var, parameters: RecurrentParameters, options: RecurrentOptions<'h'> = {}): Var {
  const { residual, state, segment } = options;
  const [B, L] = dims(x, 3);
  const [, H] = dims(parameters.weightHh, 2);
  const { gates, packed, weightForward, weightBackward } = recurrentInput(tape, x, parameters);
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
      y: y.data,
    },
    { B, L, H, has_residual: residual ? 1 : 0, carried, packed: packed ? 1 : 0 },
  );
  if (y.grad) {
    const earlier = tape.tensor('before', [B, L, H]);
    pullRecurrentWeight(tape, parameters, gates, earlier);
    const carry = tape.tensor('carry', [B, H]);
    tape.pull(
      backward,
      { weight_hh: weightBackward, dy: y.grad, gates, before: earlier, carry, ...start },
      { B, L, H, segment: segment ?? L, carried },
    );
  }
  return y;
}
