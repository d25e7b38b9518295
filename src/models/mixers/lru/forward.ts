import { complexScan } from '../../../autodiff/ops/complex_scan';
import { glu } from '../../../autodiff/ops/glu';
import { linear } from '../../../autodiff/ops/linear';
import { skipGelu } from '../../../autodiff/ops/skip_gelu';
import { slice, whole } from '../../../autodiff/slice';
import type { Forward } from '../../engine';
import type { LruConfig } from './description';

/** A row of a token: B x and h, each re and im. */
export const forward: Forward<LruConfig> = ({ tape, config, parameter, x, residual, B, L, D, carry }) => {
  const N = config.d_state;
  const rows = tape.variable('B x, h', [B, L, 4 * N]);
  const columns = (index: number, count = 1) => slice(rows, index * N, count * N);
  linear(tape, whole(x), parameter('B_re'), { into: columns(0) });
  linear(tape, whole(x), parameter('B_im'), { into: columns(1) });
  complexScan(tape, {
    nu_log: parameter('nu_log'),
    theta_log: parameter('theta_log'),
    gamma_log: parameter('gamma_log'),
    b: columns(0, 2),
    h: columns(2, 2),
    state: carry?.state('h'),
  });
  const real = linear(tape, columns(2), parameter('C_re'));
  const mixed = skipGelu(tape, linear(tape, columns(3), parameter('C_im'), { residual: real }), x, parameter('D'));
  const gates = tape.variable('out2 out1', [B, L, 2 * D]);
  for (const [index, name] of [[1, 'out2'] as const, [0, 'out1'] as const]) {
    const into = slice(gates, index * D, D);
    linear(tape, whole(mixed), parameter(`${name}.weight`), { bias: parameter(`${name}.bias`), into });
  }
  return glu(tape, gates, residual);
};
