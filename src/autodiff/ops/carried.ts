import { copy } from '../../gpu/kernels/pointwise/copy';
import { sizeOf, type Tensor } from '../../gpu/tensor';
import type { Tape } from '../tape';

/** What is in a carried state before forward puts the new one there: for backward, which starts from it. */
export function before(tape: Tape, state: Tensor): Tensor {
  const kept = tape.tensor(`${state.label} before`, state.shape);
  tape.run(copy, { source: state, destination: kept }, { n: sizeOf(state.shape) });
  return kept;
}
