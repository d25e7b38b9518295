import { attention } from '../../gpu/kernels/attention/attention';
import { linearAttention, phi } from '../../gpu/kernels/attention/linear_attention';
import { ropeRows } from '../../gpu/kernels/attention/rope';
import type { ViewsCall } from '../mixer';
import type { View } from '../view';
import { matrixView } from '../view_values';

interface Heads {
  readonly heads: number;
}

/** What token t gives to token s, for each head. */
type Weight = (head: number, t: number, s: number) => number;

function maps({ L }: ViewsCall<unknown>, heads: number, help: string, weight: Weight): View[] {
  return Array.from({ length: heads }, (_, head) => {
    const values = Float32Array.from({ length: L * L }, (_, at) => {
      const [t, s] = [Math.floor(at / L), at % L];
      return s <= t ? weight(head, t, s) : 0;
    });
    return matrixView({ key: `head_${head}`, title: `Attention of head ${head + 1}`, help }, values);
  });
}

/** Softmax weights, from the queries and keys as the kernel turns them. */
export async function attentionViews(
  call: ViewsCall<Heads & { readonly window?: number | null | undefined }>,
): Promise<View[]> {
  const { L, D, config } = call;
  const d = D / config.heads;
  const qkv = Float64Array.from(await call.kept(attention, 'qkv'));
  const frequencies = Int32Array.from(await call.kept(attention, 'frequencies'));
  const lse = await call.kept(attention, 'lse');
  ropeRows(qkv, { count: L, stride: 3 * D, offset: 0, width: 2 * D }, frequencies, d, row => row);
  const window = config.window ?? L;
  const help =
    'Attention weights: each row shows how one token spreads its attention over the earlier tokens and itself. A row adds up to 1. ' +
    (window < L
      ? `The window hides what is more than ${window} tokens back.`
      : 'A diagonal stripe means a fixed distance, as in copying.');
  return maps(call, config.heads, help, (head, t, s) => {
    if (t - s >= window) return 0;
    const [query, key] = [t * 3 * D + head * d, s * 3 * D + D + head * d];
    let score = 0;
    for (let i = 0; i < d; i++) score += qkv[query + i] * qkv[key + i];
    return Math.exp(score / Math.sqrt(d) - lse[head * L + t]);
  });
}

/** phi(q) · phi(k), normalised: what the running sums amount to. */
export async function linearAttentionViews(call: ViewsCall<Heads>): Promise<View[]> {
  const { L, D, config } = call;
  const d = D / config.heads;
  const qkv = Float64Array.from(await call.kept(linearAttention, 'qkv'), phi);
  const norm = await call.kept(linearAttention, 'norm');
  const help =
    'The attention weights that the running sums stand for. A row adds up to 1. They are usually broader than those of softmax attention.';
  return maps(call, config.heads, help, (head, t, s) => {
    const [query, key] = [t * 3 * D + head * d, s * 3 * D + D + head * d];
    let weight = 0;
    for (let i = 0; i < d; i++) weight += qkv[query + i] * qkv[key + i];
    return weight / norm[head * L + t];
  });
}
