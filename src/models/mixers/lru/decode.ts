import type { Decode } from '../../engine';
import type { LruConfig } from './description';

export const decode: Decode<LruConfig> = ({ assembler, config, parameter, state, x, residual, D }) => {
  const N = config.d_state;
  const b = assembler.take(2 * N);
  assembler.project({ x, width: D, weight: parameter('B_re'), rows: N, into: b });
  assembler.project({ x, width: D, weight: parameter('B_im'), rows: N, into: b + N });
  const modes = {
    nu_log: parameter('nu_log'),
    theta_log: parameter('theta_log'),
    gamma_log: parameter('gamma_log'),
  };
  assembler.emit('complex_cell', { b, ...modes, N, h: state('h').at, y: b });
  const s = assembler.project({ x: b, width: N, weight: parameter('C_re'), rows: D });
  assembler.project({ x: b + N, width: N, weight: parameter('C_im'), rows: D, onto: s });
  assembler.emit('skip_gelu', { s, x, skip: parameter('D'), D, y: s });
  const gates = assembler.take(2 * D);
  for (const [index, name] of ['out1', 'out2'].entries()) {
    const own = { weight: parameter(`${name}.weight`), bias: parameter(`${name}.bias`) };
    assembler.project({ x: s, width: D, ...own, rows: D, into: gates + index * D });
  }
  assembler.emit('glu', { x: gates, n: D, y: residual, adds: 1 });
};
