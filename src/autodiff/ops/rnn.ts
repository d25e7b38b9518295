import { rnnSequenceBackward as backward, rnnSequence as forward } from '../../gpu/kernels/recurrent/rnn';
import type { Tape, Var } from '../tape';
import { before } from './carried';
import { pullRecurrentWeight, type RecurrentOptions, type RecurrentParameters, recurrence } from './recurrent';

/** x (B, L, D) -> h = tanh(W_ih x + b_ih + W_hh h + b_hh) (+ residual) (B, L, H) */
export function rnn(tape: Tape, x: Var, parameters: RecurrentParameters, options: RecurrentOptions<'h'> = {}): Var {
  const { y, gates, ...cell } = recurrence(tape, x, parameters, options);
  const state = options.state?.('h');
  const start_h = before(tape, state);
  tape.run(forward, { ...cell.forward, state_h: state ?? tape.nowhere() }, cell.forwardDims);
  if (y.grad) {
    const earlier = cell.kept('before');
    pullRecurrentWeight(tape, parameters, gates, earlier);
    const buffers = {
      weight_hh: cell.weightBackward,
      dy: y.grad,
      gates,
      before: earlier,
      carry: cell.carry(),
      start_h,
    };
    tape.pull(backward, buffers, cell.backwardDims);
  }
  return y;
}
