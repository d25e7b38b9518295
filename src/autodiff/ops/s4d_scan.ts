import { copy } from '../../gpu/kernels/pointwise/copy';
import { s4dScanBackward as backward, s4dScan as forward, s4dStatesShape } from '../../gpu/kernels/scan/s4d_scan';
import { sizeOf, type Tensor } from '../../gpu/tensor';
import { dims } from '../dims';
import type { Tape, Var } from '../tape';
import { modeData, modesTensor, pullModes, pullParameters, type S4dParameters } from './s4d';

/** S4D as a recurrence: x (B, L, D) -> (B, L, D). With `state` (B, D, N/2, 2), starts from it and updates it; no gradient flows into it. */
export function s4dScan(tape: Tape, x: Var, parameters: S4dParameters, state?: Tensor): Var {
  const [B, L, D] = dims(x, 3);
  const [, pairs] = dims(parameters.log_A_real, 2);
  const sizes = { B, L, D, N: 2 * pairs };
  const y = tape.variable('s4d scan', x.shape);
  const skip = parameters.skip.data;
  const saved = tape.training ? sizeOf(s4dStatesShape(B, L, D, sizes.N)) : 0;
  const n = 2 * B * D * pairs;
  // In training, the carried state lies after the saved states.
  const moved = tape.training ? state : undefined;
  const places = [saved + (tape.training && !state ? 0 : n)];
  const states = state && !moved ? state : tape.tensor('states', places);
  if (moved) tape.run(copy, { source: moved, destination: states }, { n, source_offset: 0, destination_offset: saved });
  tape.run(
    forward,
    { ...modeData(parameters), skip, x: x.data, y: y.data, states },
    { ...sizes, save: tape.training ? 1 : 0, carry: state ? 1 : 0 },
  );
  if (moved) tape.run(copy, { source: states, destination: moved }, { n, source_offset: saved, destination_offset: 0 });
  if (y.grad && x.grad) {
    const modes = modesTensor(tape, sizes);
    // Half of them are scratch space.
    const sums = tape.tensor('sums', [B, 6, pairs, D]);
    const dskip = tape.partial(parameters.skip, B);
    pullParameters(tape, parameters, modes, sums, sizes);
    tape.pull(backward, { modes, skip, x: x.data, dy: y.grad, states, dx: x.grad, sums, dskip }, sizes);
    pullModes(tape, parameters, modes, sizes);
  }
  return y;
}
