import { linearAttentionForward } from '../../../gpu/kernels/attention/linear_attention';
import { phi } from '../../../gpu/kernels/functions';
import { attentionMaps } from '../../attention_maps';
import type { Views } from '../../engine';
import type { LinearAttentionConfig } from './description';

/** phi(q) · phi(k), normalised: the attention that the running sums imply. */
export const views: Views<LinearAttentionConfig> = async call => {
  const { L, D, config } = call;
  const d = D / config.heads;
  const qkv = Float64Array.from(await call.kept(linearAttentionForward, 'qkv'), phi);
  const norm = await call.kept(linearAttentionForward, 'norm');
  const help =
    'The attention weights that the running sums stand for. A row adds up to 1. They are usually broader than those of softmax attention.';
  return attentionMaps(call, config.heads, help, (head, t, s) => {
    const [query, key] = [t * 3 * D + head * d, s * 3 * D + D + head * d];
    let weight = 0;
    for (let i = 0; i < d; i++) weight += qkv[query + i] * qkv[key + i];
    return weight / norm[head * L + t];
  });
};
