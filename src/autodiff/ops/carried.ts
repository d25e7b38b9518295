import { copy, firstElements } from '../../gpu/kernels/pointwise/copy';
import { sizeOf, type Tensor } from '../../gpu/tensor';
import type { Tape } from '../tape';

/** The carried state for backward, as it is before forward replaces it. Call this before forward is recorded. */
export function before(tape: Tape, state: Tensor | undefined): Tensor {
  if (!state || !tape.training) return tape.nothing;
  const kept = tape.tensor(`${state.label} before`, state.shape);
  const dims = firstElements(sizeOf(state.shape));
  tape.run(copy, { source: state, destination: kept }, dims);
  return kept;
}
