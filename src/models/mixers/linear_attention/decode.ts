import type { Decode } from '../../engine';
import { EPS, type LinearAttentionConfig } from './description';

export const decode: Decode<LinearAttentionConfig> = ({ assembler, config, parameter, state, x, residual, D }) => {
  const { heads } = config;
  const qkv = assembler.project({ x, width: D, weight: parameter('in_proj.weight'), rows: 3 * D });
  const values = assembler.take(D + heads);
  assembler.emit('feature_map', { qkv, D, heads, values });
  const recurrence = { H: heads, G: heads, K: D / heads, V: D / heads + 1, S: state('sums').at };
  assembler.emit('matrix_scan', {
    q: qkv,
    k: qkv + D,
    v: values,
    gates: -1,
    of_keys: 0,
    counts: 0,
    ...recurrence,
    y: values,
  });
  assembler.emit('normalise_heads', { sums: values, D, heads, eps: EPS, y: x });
  assembler.project({ x, width: D, weight: parameter('out_proj.weight'), rows: D, onto: residual });
};
