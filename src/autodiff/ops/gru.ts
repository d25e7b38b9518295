import { gruSequenceBackward as backward, gruSequence as forward } from '../../gpu/kernels/recurrent/gru';
import type { Tape, Var } from '../tape';
import { before } from './carried';
import { pullRecurrentWeight, type RecurrentOptions, type RecurrentParameters, recurrence } from './recurrent';

/** x (B, L, D) -> h (+ residual) (B, L, H); gate order r z n */
export function gru(tape: Tape, x: Var, parameters: RecurrentParameters, options: RecurrentOptions<'h'> = {}): Var {
  const { y, gates, ...cell } = recurrence(tape, x, parameters, options);
  const kept = { inner: cell.kept('inner'), history: cell.kept('history') };
  const state = options.state?.('h');
  const start_h = before(tape, state);
  tape.run(forward, { ...cell.forward, state_h: state ?? tape.nowhere(), ...kept }, cell.forwardDims);
  if (y.grad) {
    const dgates = tape.tensor('d recurrent gates', gates.shape);
    // Once backward has run, `history` holds h of the token before.
    pullRecurrentWeight(tape, parameters, dgates, kept.history);
    const work = { dgates, carry: cell.carry() };
    const buffers = { weight_hh: cell.weightBackward, dy: y.grad, gates, ...kept, ...work, start_h };
    tape.pull(backward, buffers, cell.backwardDims);
  }
  return y;
}
