import type { Decode } from '../../engine';
import type { MambaConfig } from './options';
import { layout, sizes } from './sizes';

export const decode: Decode<MambaConfig> = ({ assembler, config, parameter, state, x, residual, D }) => {
  const known = sizes(config, D);
  const { E, N, K, R, projected } = known;
  const { delta, BC, selective, fixed } = layout(config, known);
  const xz = assembler.project({ x, width: D, weight: parameter('in_proj.weight'), rows: projected });
  const u = assembler.take(E);
  assembler.emit('short_conv', {
    x: xz,
    weight: parameter('conv1d.weight'),
    bias: parameter('conv1d.bias'),
    E,
    K,
    plain: 0,
    time_first: 0,
    window: K > 1 ? state('taps').at : 0,
    y: u,
  });
  const xdbl = assembler.take(R + 2 * N);
  if (fixed.width > 0) assembler.load(parameter(fixed.name), fixed.width, xdbl + fixed.at);
  if (selective.width > 0) {
    const into = xdbl + selective.at;
    assembler.project({ x: u, width: E, weight: parameter('x_proj.weight'), rows: selective.width, into });
  }
  const bias = parameter('dt_proj.bias');
  const steps = assembler.take(E);
  if (R > 0) {
    const weight = parameter('dt_proj.weight');
    assembler.project({ x: xdbl + delta, width: R, weight, rows: E, bias, into: steps });
  } else assembler.load(bias, E, steps);
  assembler.emit('selective_scan', {
    u,
    delta: steps,
    z: config.gate === 'silu' ? xz + E : -1,
    BC: xdbl + BC,
    A_log: parameter('A_log'),
    D: parameter('D'),
    E,
    N,
    h: state('ssm').at,
    y: u,
  });
  assembler.project({ x: u, width: E, weight: parameter('out_proj.weight'), rows: D, onto: residual });
};
