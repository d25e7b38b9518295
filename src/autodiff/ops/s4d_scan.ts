import { s4dScanBackward as backward, s4dScan as forward, s4dStatesShape } from '../../gpu/kernels/scan/s4d_scan';
import type { Tensor } from '../../gpu/tensor';
import type { Tape, Var } from '../tape';
import { modeData, modesTensor, pullModes, pullParameters, type S4dParameters } from './s4d';

/** S4D as a recurrence: x (B, L, D) -> (B, L, D). With `state` (B, D, N/2, 2), starts there and leaves the new one. */
export function s4dScan(tape: Tape, x: Var, parameters: S4dParameters, state?: Tensor): Var {
  const [B = 1, L = 1, D = 1] = x.shape;
  const N = 2 * (parameters.log_A_real.shape[1] ?? 1);
  const sizes = { B, L, D, N };
  const y = tape.variable('s4d scan', x.shape);
  const states = y.grad && tape.tensor('states', s4dStatesShape(B, L, D, N));
  const skip = parameters.skip.data;
  tape.run(
    forward,
    {
      ...modeData(parameters),
      skip,
      x: x.data,
      y: y.data,
      states: state ?? states ?? tape.tensor('state', [B, D, N / 2, 2]),
    },
    { ...sizes, save: !state && states ? 1 : 0, carry: state ? 1 : 0 },
  );
  if (!state && states && y.grad && x.grad) {
    const modes = modesTensor(tape, sizes);
    // Half of them are room to work in.
    const sums = tape.tensor('sums', [B, 6, N / 2, D]);
    const dskip = tape.partial(parameters.skip, B);
    pullParameters(tape, parameters, modes, sums, sizes);
    tape.pull(backward, { modes, skip, x: x.data, dy: y.grad, states, dx: x.grad, sums, dskip }, sizes);
    pullModes(tape, parameters, modes, sizes);
  }
  return y;
}
