import { s4dKernel, s4dKernelBackward, s4dKernelCopies, s4dKernelRuns } from '../../gpu/kernels/scan/s4d_kernel';
import { dims } from '../dims';
import type { Tape, Var } from '../tape';
import { longConvolution } from './long_convolution';
import { modeData, modesTensor, pullParameters, type S4dParameters } from './s4d';

/** S4D as one long convolution by FFT, O(L log L): x (B, L, D) -> (B, L, D). The same function as `s4dScan`. */
export function s4dConvolution(tape: Tape, x: Var, parameters: S4dParameters): Var {
  const [B, L, D] = dims(x, 3);
  const N = 2 * dims(parameters.log_A_real, 2)[1];
  const sizes = { B, L, D, N };
  const modes = modesTensor(tape, sizes);
  const kernel = tape.tensor('kernel', [L, D]);
  tape.run(s4dKernel, { ...modeData(parameters), K: kernel, modes }, { L, D, N });
  return longConvolution(tape, x, {
    kernel,
    skip: parameters.skip.data,
    pullKernel(dkernel, summands) {
      const sums = tape.tensor('sums', [s4dKernelCopies(L), 4, N / 2, D]);
      const dskip = tape.partial(parameters.skip, 1);
      pullParameters(tape, parameters, modes, sums, sizes);
      tape.pull(s4dKernelBackward, { dkernel, modes, sums, dskip }, { L, D, N, summands, runs: s4dKernelRuns(L) });
    },
  });
}
