import { matrixScan } from '../../../gpu/kernels/scan/matrix_scan';
import type { Views } from '../../engine';
import { impliedAttention } from '../../implied_attention';
import { keyValueSizes } from '../../key_value_heads';
import { decays, type RetentionConfig } from './options';

export const views: Views<RetentionConfig> = async ({ config, kept, L, D }) => {
  const { H, K, keys } = keyValueSizes(config, D);
  const rows = await kept(matrixScan, 'keys');
  const logs = decays(H);
  const part = (t: number, from: number) => rows.subarray(t * 2 * keys + from, t * 2 * keys + from + K);
  return [
    {
      kind: 'lags',
      key: 'decay',
      title: 'Decay with age',
      help: 'The share of what a token wrote that is left so many tokens later, in each head. It is fixed: no token changes it.',
      series: Array.from({ length: H }, (_, h) => ({
        name: `head ${h + 1}`,
        values: Float32Array.from({ length: L }, (_, lag) => Math.exp(lag * (logs[h] ?? 0))),
      })),
    },
    impliedAttention({
      L,
      H,
      query: (t, h) => part(t, h * K),
      key: (t, h) => part(t, keys + h * K),
      decay: (_, h) => logs[h] ?? 0,
    }),
  ];
};
