import { shiftFilterBackward as backward, shiftFilter as filter, shiftScan } from '../../gpu/kernels/scan/shift_filter';
import { sizeOf, type Tensor } from '../../gpu/tensor';
import { dims } from '../dims';
import type { Parameter, Tape, Var } from '../tape';
import { longConvolution } from './long_convolution';

export interface ShiftRegisterOptions {
  /** (D, N) */
  readonly B: Parameter;
  /** (1, D, N) */
  readonly C: Parameter;
  /** (D) */
  readonly skip: Parameter;
  /** (batch, D, N): the places before the first token; afterwards those after the last. With it, nothing trains. */
  readonly state?: Tensor | undefined;
}

/** k (batch, L, D) -> C z + skip k, where the places z of each channel move on by one at each token, and B k enters them. */
export function shiftRegister(tape: Tape, k: Var, { B, C, skip, state }: ShiftRegisterOptions): Var {
  const [batch, L, D] = dims(k, 3);
  const N = sizeOf(B.shape) / D;
  const read = { B: B.data, C: C.data };
  if (state) {
    const y = tape.variable('shift register', k.shape);
    tape.run(shiftScan, { ...read, skip: skip.data, k: k.data, state, y: y.data }, { batch, L, D, N });
    return y;
  }
  const kernel = tape.tensor('kernel of shift', [L, D]);
  tape.run(filter, { ...read, skip: skip.data, K: kernel }, { L, D, N });
  return longConvolution(tape, k, {
    kernel,
    skip: tape.constant('no skip', [D], new Float32Array(D)),
    pullKernel(dK, summands) {
      const gradients = { dB: tape.partial(B, 1), dC: tape.partial(C, 1), dskip: tape.partial(skip, 1) };
      tape.pull(backward, { ...read, dK, ...gradients }, { L, D, N, summands });
    },
  });
}
