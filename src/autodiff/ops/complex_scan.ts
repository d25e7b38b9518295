import { complexScanBackward as backward, complexScan as forward } from '../../gpu/kernels/scan/complex_scan';
import { POLAR_NUMBERS, polarModes, polarModesBackward } from '../../gpu/kernels/scan/polar_modes';
import type { Tensor } from '../../gpu/tensor';
import { dims } from '../dims';
import { region, rowsOf, type Slice } from '../slice';
import type { Parameter, Tape } from '../tape';
import { before } from './carried';

export interface ComplexScanOptions {
  /** (N) each: λ = exp(-exp(nu_log) + i exp(theta_log)), γ = exp(gamma_log). */
  readonly nu_log: Parameter;
  readonly theta_log: Parameter;
  readonly gamma_log: Parameter;
  /** (B, L, 2N): re, then im. */
  readonly b: Slice;
  /** (B, L, 2N), other columns of the same rows: re h, then -im h. */
  readonly h: Slice;
  /** (B, N, 2): h before the first token; afterwards h after the last. No gradient flows into it. */
  readonly state?: Tensor | undefined;
}

/** Writes h[t] = λ h[t-1] + γ b[t], complex. Backward overwrites the gradient of b, so it must be the first to contribute to it. */
export function complexScan(tape: Tape, options: ComplexScanOptions): void {
  const { nu_log, theta_log, gamma_log, b, h, state } = options;
  const rows = rowsOf(b, h);
  const [B, L, stride] = dims(rows, 3);
  const [N] = dims(nu_log, 1);
  const modes = tape.tensor('modes', [POLAR_NUMBERS, N]);
  const parameters = { nu_log: nu_log.data, theta_log: theta_log.data, gamma_log: gamma_log.data };
  const sizes = { B, L, N, stride, b: b.offset, h: h.offset, carry: state ? 1 : 0 };
  const kept = before(tape, state);
  tape.run(polarModes, { ...parameters, modes }, { N });
  tape.run(forward, { modes, rows: rows.data, state: state ?? tape.nowhere() }, sizes);
  if (!rows.grad) return;
  const sums = tape.tensor('sums', [B, 5, N]);
  const gradients = {
    dnu_log: tape.partial(nu_log, 1),
    dtheta_log: tape.partial(theta_log, 1),
    dgamma_log: tape.partial(gamma_log, 1),
  };
  tape.pull(polarModesBackward, { ...parameters, sums, ...gradients }, { B, N });
  const places = { d_stride: b.gradient.stride, db: b.gradient.offset, dh: h.gradient.offset };
  tape.pull(
    backward,
    { modes, rows: rows.data, before: kept, drows: rows.grad, sums },
    { ...sizes, ...places },
    { drows: region(b.gradient, b.width) },
  );
}
