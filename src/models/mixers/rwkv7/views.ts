import type { HostArray } from '../../../gpu/dtype';
import { sigmoid } from '../../../gpu/kernels/functions';
import { bonusOutput } from '../../../gpu/kernels/scan/bonus_output';
import { eraseInputs } from '../../../gpu/kernels/scan/erase_inputs';
import { eraseScan } from '../../../gpu/kernels/scan/erase_scan';
import type { Views } from '../../engine';
import type { RowsView } from '../../view';
import { aroundZero, matrixView, rowsOf } from '../../view_values';
import { type Rwkv7Config, sizes } from './options';

/**
 * (L, L): mean over heads of the absolute weight of each earlier token's values in what a token reads. What a write left goes through
 * the later transitions diag(a) - e cᵀ. keys (L, 4, H, K), gates (L, H, K).
 */
export function heldAttention(keys: HostArray, gates: HostArray, L: number, H: number, K: number): Float32Array {
  const mean = new Float32Array(L * L);
  const partAt = (t: number, part: number, h: number): HostArray => {
    const at = ((t * 4 + part) * H + h) * K;
    return keys.subarray(at, at + K);
  };
  for (let h = 0; h < H; h++) {
    for (let s = 0; s < L; s++) {
      const left = Float64Array.from(partAt(s, 3, h));
      for (let t = s; t < L; t++) {
        if (t > s) {
          const [read, erase] = [partAt(t, 1, h), partAt(t, 2, h)];
          const gone = left.reduce((sum, own, i) => sum + own * read[i], 0);
          for (let i = 0; i < K; i++) left[i] = left[i] * gates[(t * H + h) * K + i] - gone * erase[i];
        }
        const query = partAt(t, 0, h);
        mean[t * L + s] += Math.abs(left.reduce((sum, own, i) => sum + own * query[i], 0)) / H;
      }
    }
  }
  return mean;
}

export const views: Views<Rwkv7Config> = async ({ config, kept, L, D }) => {
  const { H, n } = sizes(config, D);
  const keys = await kept(eraseScan, 'keys');
  const gates = await kept(eraseScan, 'gates');
  const gated = await kept(eraseInputs, 'gated');
  const shown = await kept(bonusOutput, 'gated');
  const stride = 4 * D + H;
  const share = { kind: 'sequential', least: 0, most: 1 } as const;
  const channels = (
    key: string,
    title: string,
    help: string,
    own: Float32Array,
    scale: RowsView['scale'],
  ): RowsView => {
    return { kind: 'rows', key, title, help, rowName: 'channel', rows: D, values: own, scale };
  };
  const gate = rowsOf(shown, { L, rows: D, stride, offset: 2 * D });
  const bonus = rowsOf(shown, { L, rows: H, stride, offset: 4 * D });
  return [
    channels(
      'decay',
      'Decay',
      'Share that is left after each token of what is held under each part of a head’s keys: 1 keeps all, and 0.545 is the least.',
      rowsOf(gates, { L, rows: D }),
      share,
    ),
    channels(
      'learning',
      'Rate of learning',
      'How much of what is held under the key of a token is erased, for each part of a key: 0 nothing, 1 all.',
      rowsOf(gated, { L, rows: D, stride, offset: D }).map(sigmoid),
      share,
    ),
    channels('gate', 'Output gate', 'The factor of what the heads show, for each channel.', gate, aroundZero(gate)),
    {
      kind: 'rows',
      key: 'bonus',
      title: 'Bonus',
      help: 'The weight of the token’s own value in what each head shows, besides what the matrix gives.',
      rowName: 'head',
      rows: H,
      values: bonus,
      scale: aroundZero(bonus),
    },
    matrixView(
      {
        key: 'implied_attention',
        title: 'Implied attention',
        help: 'The weight of each earlier token (column) in what a token reads (row), through the state: absolute values, mean over heads.',
      },
      heldAttention(keys, gates, L, H, n),
    ),
  ];
};
