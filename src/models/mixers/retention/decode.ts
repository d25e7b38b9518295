import { ropeFrequencies } from '../../../gpu/kernels/attention/rope';
import type { Decode } from '../../engine';
import { epsOf, keyValueSizes } from '../../key_value_heads';
import { decays, type RetentionConfig } from './options';

export const decode: Decode<RetentionConfig> = ({ assembler, config, parameter, state, x, residual, D }) => {
  const { H, K, V, keys, values } = keyValueSizes(config, D);
  const project = (name: string, rows: number, into?: number): number =>
    assembler.project({ x, width: D, weight: parameter(`${name}_proj.weight`), rows, into });
  const q = project('q', keys, assembler.take(2 * keys));
  const k = project('k', keys, q + keys);
  const frequencies = assembler.table(ropeFrequencies(K, config.rope_base));
  assembler.emit('rotate_heads', { x: q, width: 2 * keys, K, frequencies });
  const own = decays(H);
  const table = assembler.table(new Int32Array(own.buffer));
  const gates = assembler.take(2 * H);
  assembler.emit('load_table', { table, n: 2 * H, y: gates });
  const v = project('v', values);
  const y = assembler.take(values);
  assembler.emit('matrix_scan', { q, k, v, gates, of_keys: 0, counts: 0, H, G: H, K, V, S: state('S').at, y });
  const weight = parameter('g_norm_swish_gate.weight');
  assembler.emit('head_norm', { y, z: project('g', values), weight, H, V, eps: epsOf(K) });
  assembler.project({ x: y, width: values, weight: parameter('o_proj.weight'), rows: D, onto: residual });
};
