import { innerProduct, outerProduct } from '../../../autodiff/ops/head_products';
import { linear } from '../../../autodiff/ops/linear';
import { shiftRegister } from '../../../autodiff/ops/shift_register';
import { statePairs } from '../../../autodiff/ops/state_pairs';
import { whole } from '../../../autodiff/slice';
import type { Var } from '../../../autodiff/tape';
import { LONGEST_FFT } from '../../../gpu/kernels/convolution/fft_shape';
import type { Forward } from '../../engine';
import { ModelError } from '../../mixer';
import type { H3Config } from './description';

export const forward: Forward<H3Config> = ({ tape, config, parameter, x, residual, L, carry }) => {
  if (carry && tape.training) {
    throw new ModelError('H3 cannot train from carried state: its long convolution has no cache of earlier tokens');
  }
  if (!carry && L > LONGEST_FFT) {
    const [most, given] = [LONGEST_FFT, L].map(length => length.toLocaleString('en'));
    throw new ModelError(`H3 reads at most ${most} tokens at once, not ${given}; choose a smaller length.`);
  }
  const project = (name: string): Var =>
    linear(tape, whole(x), parameter(`${name}.weight`), { bias: parameter(`${name}.bias`) });
  const [q, k, v] = [project('q_proj'), project('k_proj'), project('v_proj')];
  const shifted = shiftRegister(tape, k, {
    B: parameter('ssm_k_kernel.kernel.B'),
    C: parameter('ssm_k_kernel.kernel.C'),
    skip: parameter('ssm_k_D'),
    state: carry?.state('shift'),
  });
  const products = outerProduct(tape, shifted, v, config.head_dim);
  const modes = {
    log_dt: parameter('kernel.kernel.log_dt'),
    inv_A_real: parameter('kernel.kernel.inv_A_real'),
    A_imag: parameter('kernel.kernel.A_imag'),
    B: parameter('kernel.kernel.B'),
    C: parameter('kernel.kernel.C'),
    skip: parameter('D'),
  };
  const kept = statePairs(tape, products, modes, carry?.state('diag'));
  const read = innerProduct(tape, q, kept, config.head_dim);
  const [weight, bias] = [parameter('output_linear.weight'), parameter('output_linear.bias')];
  return linear(tape, whole(read), weight, { bias, residual });
};
