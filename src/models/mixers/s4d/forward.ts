import { gelu } from '../../../autodiff/ops/gelu';
import { glu } from '../../../autodiff/ops/glu';
import { linear } from '../../../autodiff/ops/linear';
import { s4dConvolution } from '../../../autodiff/ops/s4d_convolution';
import { s4dScan } from '../../../autodiff/ops/s4d_scan';
import { whole } from '../../../autodiff/slice';
import { LONGEST_FFT } from '../../../gpu/kernels/convolution/fft_shape';
import type { Forward } from '../../engine';
import { ModelError } from '../../mixer';
import type { S4dConfig } from './description';

export const forward: Forward<S4dConfig> = ({ tape, config, parameter, x, residual, L, carry }) => {
  if (!carry && config.form === 'fft' && L > LONGEST_FFT) {
    throw new ModelError(
      `S4D in the form 'fft' reads at most ${LONGEST_FFT.toLocaleString('en')} tokens, not ${L.toLocaleString('en')}; choose the form 'recurrence', or a smaller length.`,
    );
  }
  const parameters = {
    log_dt: parameter('kernel.log_dt'),
    C: parameter('kernel.C'),
    log_A_real: parameter('kernel.log_A_real'),
    A_imag: parameter('kernel.A_imag'),
    skip: parameter('D'),
  };
  const mixed =
    carry || config.form === 'recurrence'
      ? s4dScan(tape, x, parameters, carry?.state('ssm'))
      : s4dConvolution(tape, x, parameters);
  const projected = linear(tape, whole(gelu(tape, mixed)), parameter('output_linear.0.weight'), {
    bias: parameter('output_linear.0.bias'),
  });
  return glu(tape, projected, residual);
};
