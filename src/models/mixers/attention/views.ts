import { attentionForward, slopeOf } from '../../../gpu/kernels/attention/attention';
import { ropeRows } from '../../../gpu/kernels/attention/rope';
import { attentionMaps } from '../../attention_maps';
import type { Views } from '../../engine';
import { type AttentionConfig, keysOf } from './options';

/** Softmax weights, from the queries and keys that the kernel rotates. */
export const views: Views<AttentionConfig> = async call => {
  const { L, D, config } = call;
  const d = D / config.heads;
  const { sharing, keys, row: stride } = keysOf(config, D);
  const kind = { heads: config.heads, alibi: config.positions === 'alibi' ? 1 : 0 };
  const qkv = Float64Array.from(await call.kept(attentionForward, 'qkv'));
  const frequencies = Int32Array.from(await call.kept(attentionForward, 'frequencies'));
  const lse = await call.kept(attentionForward, 'lse');
  ropeRows(qkv, { count: L, stride, offset: 0, width: D + keys }, frequencies, d, row => row);
  const window = config.window ?? L;
  const help =
    'Attention weights: each row shows how one token spreads its attention over the earlier tokens and itself. A row adds up to 1. ' +
    (window < L
      ? `The window hides what is more than ${window} tokens back.`
      : 'A diagonal stripe means a fixed distance, as in copying.');
  return attentionMaps(call, config.heads, help, (head, t, s) => {
    if (t - s >= window) return 0;
    const [query, key] = [t * stride + head * d, s * stride + D + Math.floor(head / sharing) * d];
    let score = 0;
    for (let i = 0; i < d; i++) score += qkv[query + i] * qkv[key + i];
    return Math.exp(score / Math.sqrt(d) - slopeOf(head, kind) * (t - s) - lse[head * L + t]);
  });
};
