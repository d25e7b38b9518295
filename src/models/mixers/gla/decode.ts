import type { Decode } from '../../engine';
import { epsOf, keyValueSizes } from '../../key_value_heads';
import type { GlaConfig } from './options';

export const decode: Decode<GlaConfig> = ({ assembler, config, parameter, state, x, residual, D }) => {
  const { H, K, V, keys, values } = keyValueSizes(config, D);
  const { gate_rank: R } = config;
  const project = (name: string, rows: number): number =>
    assembler.project({ x, width: D, weight: parameter(`${name}.weight`), rows });
  const [q, k, v, z] = [
    project('q_proj', keys),
    project('k_proj', keys),
    project('v_proj', values),
    project('g_proj', values),
  ];
  const low = project('gk_proj.0', R);
  const [weight, bias] = [parameter('gk_proj.1.weight'), parameter('gk_proj.1.bias')];
  const gates = assembler.project({ x: low, width: R, weight, rows: keys, bias });
  assembler.emit('log_sigmoid', { x: gates, n: keys, scale: 1 / config.gate_norm });
  const y = assembler.take(values);
  assembler.emit('matrix_scan', { q, k, v, gates, of_keys: 1, counts: 0, H, G: H, K, V, S: state('S').at, y });
  assembler.emit('head_norm', { y, z, weight: parameter('g_norm_swish_gate.weight'), H, V, eps: epsOf(K) });
  assembler.project({ x: y, width: values, weight: parameter('o_proj.weight'), rows: D, onto: residual });
};
