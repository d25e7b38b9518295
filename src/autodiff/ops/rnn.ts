import { rnnSequenceBackward as backward, rnnSequence as forward } from '../../gpu/kernels/rnn';
import type { Tensor } from '../../gpu/tensor';
import type { Tape, Var } from '../tape';
import { pullRecurrentWeight, type RecurrentParameters, recurrentInput } from './recurrent';

export interface RnnOptions {
  /** (B, L, H): added to the result, which then shares its gradient (see Tape.residual). */
  readonly residual?: Var | undefined;
  /** (B, H): where h starts, and ends up. Not while training. */
  readonly state?: { readonly h: Tensor } | undefined;
}

/** x (B, L, D) -> h = tanh(W_ih x + b_ih + W_hh h + b_hh) (+ residual) (B, L, H) */
export function rnn(tape: Tape, x: Var, parameters: RecurrentParameters, options: RnnOptions = {}): Var {
  const { residual, state } = options;
  const [B = 1, L = 1] = x.shape;
  const [, H = 1] = parameters.weightHh.shape;
  const { gates, packed, weightForward, weightBackward } = recurrentInput(tape, x, parameters);
  const y = residual ? tape.residual('rnn', residual) : tape.variable('rnn', [B, L, H]);
  tape.run(
    forward,
    {
      weight_hh: weightForward,
      bias_hh: parameters.biasHh.data,
      residual: residual?.data ?? tape.nothing,
      state_h: state?.h ?? tape.nowhere(),
      gates,
      y: y.data,
    },
    { B, L, H, has_residual: residual ? 1 : 0, carried: state ? 1 : 0, packed: packed ? 1 : 0 },
  );
  if (y.grad) {
    const before = tape.tensor('before', [B, L, H]);
    pullRecurrentWeight(tape, parameters, gates, before);
    tape.pull(backward, { weight_hh: weightBackward, dy: y.grad, gates, before }, { B, L, H });
  }
  return y;
}
