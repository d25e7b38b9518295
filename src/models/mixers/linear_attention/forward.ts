import { linear } from '../../../autodiff/ops/linear';
import { linearAttention } from '../../../autodiff/ops/linear_attention';
import { whole } from '../../../autodiff/slice';
import type { Forward } from '../../engine';
import { EPS, type LinearAttentionConfig } from './description';

export const forward: Forward<LinearAttentionConfig> = ({ tape, config, parameter, x, residual, carry }) => {
  const qkv = linear(tape, whole(x), parameter('in_proj.weight'));
  const y = linearAttention(tape, qkv, { heads: config.heads, eps: EPS, state: carry?.state('sums') });
  return linear(tape, whole(y), parameter('out_proj.weight'), { residual });
};
