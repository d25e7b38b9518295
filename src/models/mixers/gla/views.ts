import { matrixScan } from '../../../gpu/kernels/scan/matrix_scan';
import type { Views } from '../../engine';
import { impliedAttention } from '../../implied_attention';
import { keyValueSizes } from '../../key_value_heads';
import { rowsOf } from '../../view_values';
import type { GlaConfig } from './options';

export const views: Views<GlaConfig> = async ({ config, kept, L, D }) => {
  const { H, K, keys } = keyValueSizes(config, D);
  const rows = await kept(matrixScan, 'keys');
  const gates = await kept(matrixScan, 'gates');
  const stride = rows.length / L;
  const part = (t: number, from: number) => rows.subarray(t * stride + from, t * stride + from + K);
  return [
    {
      kind: 'rows',
      key: 'decay',
      title: 'Decay a',
      help: 'Share that is left after each token of what is held under each part of a head’s keys: 1 keeps all, 0 forgets all.',
      rowName: 'key',
      rows: keys,
      values: rowsOf(gates, { L, rows: keys }).map(Math.exp),
      scale: { kind: 'sequential', least: 0, most: 1 },
    },
    impliedAttention({
      L,
      H,
      query: (t, h) => part(t, h * K),
      key: (t, h) => part(t, keys + h * K),
      ofKeys: true,
      decay: (t, h, i) => gates[t * keys + h * K + i],
    }),
  ];
};
