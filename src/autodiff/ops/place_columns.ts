import { placeColumnsBackward as backward, placeColumns as forward } from '../../gpu/kernels/pointwise/place_columns';
import { rowsAndWidth } from '../dims';
import { region, type Slice } from '../slice';
import type { Tape, Var } from '../tape';

/** Copies x (..., D) to the columns `into`, for an op whose columns are of the same rows. */
export function placeColumns(tape: Tape, x: Var, into: Slice): void {
  const [rows, D] = rowsAndWidth(x);
  const own = { rows, D, stride: into.stride, offset: into.offset };
  tape.run(forward, { x: x.data, out: into.of.data }, own, { out: region(into, D) });
  if (x.grad && into.of.grad) {
    tape.pull(backward, { dout: into.of.grad, dx: x.grad }, { rows, D, ...into.gradient });
  }
}
