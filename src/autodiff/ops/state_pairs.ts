import {
  bilinearShape,
  pairFilter as filter,
  pairFilterBackward as filterBackward,
  pairModesBackward as modesBackward,
  pairModes,
  pairScan,
} from '../../gpu/kernels/scan/pair_filter';
import { rowSegment } from '../../gpu/kernels/scan/row_segment';
import type { Tensor } from '../../gpu/tensor';
import { dims } from '../dims';
import type { Parameter, Tape, Var } from '../tape';
import { longConvolution } from './long_convolution';

/** log_dt and skip (H); inv_A_real and A_imag (H, N/2); B (H, N/2, 2), C (1, H, N/2, 2). */
export type PairParameters = Readonly<Record<'log_dt' | 'inv_A_real' | 'A_imag' | 'B' | 'C' | 'skip', Parameter>>;

/**
 * N/2 conjugate pairs of states in each channel, under the bilinear rule: x (B, L, M) -> (B, L, M). Channel m has the pairs of head m mod
 * H. With `state` (B, M, N/2, 2) it goes token by token from there, and leaves the new states; then nothing trains. Otherwise it is a
 * long convolution.
 */
export function statePairs(tape: Tape, x: Var, parameters: PairParameters, state?: Tensor): Var {
  const [batch, L, M] = dims(x, 3);
  const { log_dt, inv_A_real, A_imag, B, C, skip } = parameters;
  const [H, pairs] = dims(inv_A_real, 2);
  const N = 2 * pairs;
  const modes = tape.tensor('modes', bilinearShape(N, H));
  const read = {
    log_dt: log_dt.data,
    inv_A_real: inv_A_real.data,
    A_imag: A_imag.data,
    B: B.data,
    C: C.data,
  };
  tape.run(pairModes, { ...read, modes }, { H, N });
  if (state) {
    const y = tape.variable('state pairs', x.shape);
    const buffers = { modes, skip: skip.data, x: x.data, y: y.data, state };
    tape.run(pairScan, buffers, { B: batch, L, M, H, N });
    return y;
  }
  const kernel = tape.tensor('kernel of pairs', [L, M]);
  tape.run(filter, { modes, skip: skip.data, K: kernel }, { L, M, H, N });
  return longConvolution(tape, x, {
    kernel,
    skip: tape.constant('no skip', [M], new Float32Array(M)),
    pullKernel(dK, summands) {
      const sizes = { L, M, H, N, summands };
      const segment = rowSegment(L, filterBackward, sizes);
      const copies = Math.ceil(L / segment);
      const sums = tape.tensor('sums', [copies, 4, pairs, H]);
      const gradients = {
        dlog_dt: tape.partial(log_dt, pairs),
        dinv_A_real: tape.partial(inv_A_real, 1),
        dA_imag: tape.partial(A_imag, 1),
        dB: tape.partial(B, 1),
        dC: tape.partial(C, 1),
      };
      tape.pull(modesBackward, { modes, sums, ...gradients }, { H, N, copies });
      tape.pull(filterBackward, { dK, modes, sums, dskip: tape.partial(skip, 1) }, { ...sizes, segment });
    },
  });
}
