import {
  addPositionsBackward as backward,
  addPositions as forward,
  addWaves as forwardWaves,
} from '../../gpu/kernels/attention/positions';
import { waveFrequencies } from '../../gpu/kernels/attention/rope';
import type { Tensor } from '../../gpu/tensor';
import { dims } from '../dims';
import type { Parameter, Tape, Var } from '../tape';

/**
 * x (B, L, D) + weight[position] (places, D); positions start at 0, or at cursor[0] (i32 (4)). Positions beyond the table use
 * its last row; in training they throw RangeError. Nothing else may read x, because the result shares its gradient.
 */
export function addPositions(tape: Tape, x: Var, weight: Parameter, cursor?: Tensor): Var {
  const [B, L, D] = dims(x, 3);
  const [places] = dims(weight, 2);
  if (tape.training && L > places) throw new RangeError(`${L} positions in a table of ${places}`);
  const y = tape.residual('positions', x);
  const sizes = { B, L, D, places };
  tape.run(
    forward,
    { x: x.data, weight: weight.data, cursor: cursor ?? tape.nothing, y: y.data },
    { ...sizes, from_cursor: cursor ? 1 : 0 },
  );
  if (y.grad) tape.pull(backward, { dy: y.grad, dweight: tape.partial(weight, 1) }, sizes);
  return y;
}

/** x (B, L, D) + the sinusoids of Vaswani et al. 2017, section 3.5, of wavelengths 2π to base · 2π. Positions as `addPositions`. */
export function addWaves(tape: Tape, x: Var, base: number, cursor?: Tensor): Var {
  const [B, L, D] = dims(x, 3);
  const frequencies = tape.constant('wave frequencies', [Math.ceil(D / 2), 2], waveFrequencies(D, base));
  const y = tape.residual('waves', x);
  tape.run(
    forwardWaves,
    { x: x.data, frequencies, cursor: cursor ?? tape.nothing, y: y.data },
    { B, L, D, from_cursor: cursor ? 1 : 0 },
  );
  return y;
}
