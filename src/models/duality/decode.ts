import type { Decode } from '../engine';
import type { DualConfig } from './options';
import { EPS, sizes } from './sizes';

export const dualDecode: Decode<DualConfig> = ({ assembler, config, parameter, state, x: input, residual, D }) => {
  const { E, N, H, G, K, levels, convolved, projected } = sizes(config, D);
  const z = assembler.project({ x: input, width: D, weight: parameter('in_proj.weight'), rows: projected });
  const x = assembler.take(convolved);
  assembler.emit('short_conv', {
    x: z + E,
    weight: parameter('conv1d.weight'),
    bias: parameter('conv1d.bias'),
    E: convolved,
    K,
    plain: 0,
    time_first: 0,
    window: K > 1 ? state('taps').at : 0,
    y: x,
  });
  const gates = assembler.take(2 * H);
  const [bias, A_log] = [parameter('dt_bias'), parameter('A_log')];
  assembler.emit('softplus_decay', { x: z + E + convolved, bias, A_log, H, y: gates });
  const y = assembler.take(E);
  const [q, k] = [x + E + G * N, x + E];
  const memory = { q, k, v: x, gates, H, G, K: N, V: E / H, S: state('ssm').at, y };
  if (levels) {
    const weights = z + projected - H * levels;
    assembler.emit('level_weights', { x: weights, scale: parameter('L'), n: H * levels });
    assembler.emit('level_scan', { ...memory, weights, levels });
  } else assembler.emit('matrix_scan', { ...memory, of_keys: 0, counts: 0 });
  const [skip, weight] = [parameter('D'), parameter('norm.weight')];
  assembler.emit('gated_rms_norm', { y, x, z, skip, weight, E, H, G, eps: EPS, out: z });
  assembler.project({ x: z, width: E, weight: parameter('out_proj.weight'), rows: D, onto: residual });
};
