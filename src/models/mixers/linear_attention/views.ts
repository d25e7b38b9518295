import { normaliseHeads } from '../../../gpu/kernels/attention/normalise_heads';
import { matrixScan } from '../../../gpu/kernels/scan/matrix_scan';
import { attentionMaps } from '../../attention_maps';
import type { Views } from '../../engine';
import { EPS, type LinearAttentionConfig } from './description';

/** phi(q) · phi(k), normalised: the attention that the running sums imply. */
export const views: Views<LinearAttentionConfig> = async call => {
  const { D, config } = call;
  const d = D / config.heads;
  const stride = 3 * D + config.heads;
  const features = await call.kept(matrixScan, 'keys');
  const sums = await call.kept(normaliseHeads, 'sums');
  const help =
    'The attention weights that the running sums stand for. A row adds up to 1. They are usually broader than those of softmax attention.';
  return attentionMaps(call, config.heads, help, (head, t, s) => {
    const [query, key] = [t * stride + head * d, s * stride + D + head * d];
    let weight = 0;
    for (let i = 0; i < d; i++) weight += features[query + i] * features[key + i];
    return weight / (sums[t * (D + config.heads) + head * (d + 1) + d] + EPS);
  });
};
