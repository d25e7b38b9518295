import type { Decode } from '../../engine';
import type { S4dConfig } from './description';

export const decode: Decode<S4dConfig> = ({ assembler, config, parameter, state, x, residual, D }) => {
  assembler.emit('s4d_scan', {
    x,
    log_dt: parameter('kernel.log_dt'),
    C: parameter('kernel.C'),
    log_A_real: parameter('kernel.log_A_real'),
    A_imag: parameter('kernel.A_imag'),
    skip: parameter('D'),
    D,
    N: config.d_state,
    h: state('ssm').at,
    y: x,
  });
  assembler.emit('gelu', { x, n: D, y: x });
  const [weight, bias] = [parameter('output_linear.0.weight'), parameter('output_linear.0.bias')];
  const gates = assembler.project({ x, width: D, weight, rows: 2 * D, bias });
  assembler.emit('glu', { x: gates, n: D, y: residual, adds: 1 });
};
