import { lstmSequenceBackward as backward, lstmSequence as forward } from '../../gpu/kernels/recurrent/lstm';
import type { Tape, Var } from '../tape';
import { before } from './carried';
import { pullRecurrentWeight, type RecurrentOptions, type RecurrentParameters, recurrence } from './recurrent';

/** x (B, L, D) -> h (+ residual) (B, L, H); gate order i f g o */
export function lstm(
  tape: Tape,
  x: Var,
  parameters: RecurrentParameters,
  options: RecurrentOptions<'h' | 'c'> = {},
): Var {
  const { y, gates, ...cell } = recurrence(tape, x, parameters, options);
  const cells = cell.kept('cells');
  const [state_h, state_c] = [options.state?.('h'), options.state?.('c')];
  const start = { start_h: before(tape, state_h), start_c: before(tape, state_c) };
  const states = { state_h: state_h ?? tape.nowhere(), state_c: state_c ?? tape.nowhere() };
  tape.run(forward, { ...cell.forward, ...states, cells }, cell.forwardDims);
  if (y.grad) {
    // Once backward has run, `cells` holds h of the token before.
    pullRecurrentWeight(tape, parameters, gates, cells);
    const carry = cell.carry(2);
    const buffers = { weight_hh: cell.weightBackward, dy: y.grad, gates, cells, carry, ...start };
    tape.pull(backward, buffers, cell.backwardDims);
  }
  return y;
}
