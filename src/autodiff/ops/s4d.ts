import { modesShape, s4dKernel, s4dModesBackward } from '../../gpu/kernels/scan/s4d_kernel';
import type { Tensor } from '../../gpu/tensor';
import { dims } from '../dims';
import type { Parameter, Tape } from '../tape';

/** Parameters of S4D's linear system; N/2 conjugate pairs a channel. */
export interface S4dParameters {
  /** (D) */
  readonly log_dt: Parameter;
  /** (D, N/2, 2) */
  readonly C: Parameter;
  /** (D, N/2) */
  readonly log_A_real: Parameter;
  /** (D, N/2) */
  readonly A_imag: Parameter;
  /** (D): the skip connection. */
  readonly skip: Parameter;
}

/** What s4d_kernel reads. */
export function modeData({ log_dt, C, log_A_real, A_imag }: S4dParameters): {
  readonly log_dt: Tensor;
  readonly C: Tensor;
  readonly log_A_real: Tensor;
  readonly A_imag: Tensor;
} {
  return { log_dt: log_dt.data, C: C.data, log_A_real: log_A_real.data, A_imag: A_imag.data };
}

export interface S4dSizes {
  readonly B: number;
  readonly L: number;
  readonly D: number;
  readonly N: number;
}

/** Modes for backward: (5, N/2, D). */
export function modesTensor(tape: Tape, { N, D }: S4dSizes): Tensor {
  return tape.tensor('modes', modesShape(N, D));
}

/** Fills `modes` in backward, for a form that does not fill them in forward. */
export function pullModes(tape: Tape, parameters: S4dParameters, modes: Tensor, { N, D }: S4dSizes): void {
  tape.pull(s4dKernel, { ...modeData(parameters), K: tape.nowhere(), modes }, { L: 0, D, N });
}

/** From sums (copies, 4, N/2, D) to the parameters' gradients. */
export function pullParameters(
  tape: Tape,
  { log_dt, C, log_A_real, A_imag }: S4dParameters,
  modes: Tensor,
  sums: Tensor,
  { N, D }: S4dSizes,
): void {
  const gradients = {
    dlog_dt: tape.partial(log_dt, N / 2),
    dC: tape.partial(C, 1),
    dlog_A_real: tape.partial(log_A_real, 1),
    dA_imag: tape.partial(A_imag, 1),
  };
  tape.pull(s4dModesBackward, { modes, sums, ...gradients }, { D, N, copies: dims(sums, 4)[0] });
}
