import type { Decode } from '../../engine';
import { EPS, type LinearAttentionConfig } from './description';

export const decode: Decode<LinearAttentionConfig> = ({ assembler, config, parameter, state, x, residual, D }) => {
  const { heads } = config;
  const qkv = assembler.project({ x, width: D, weight: parameter('in_proj.weight'), rows: 3 * D });
  assembler.emit('attend_linear', { qkv, D, heads, eps: EPS, sums: state('sums').at, y: x });
  assembler.project({ x, width: D, weight: parameter('out_proj.weight'), rows: D, onto: residual });
};
