import type { HostArray } from '../../gpu/dtype';
import { deltaScan } from '../../gpu/kernels/scan/delta_scan';
import type { Views } from '../engine';
import type { BlockView, RowsView } from '../view';
import { matrixView, rowsOf } from '../view_values';
import type { DeltaConfig } from './options';

/**
 * (L, L): mean over heads of the absolute weight of each earlier token's values in the output at a token. What a write left, β k, goes
 * through the later transitions a (I - β k kᵀ), and q reads it.
 */
export function impliedAttention(
  keys: HostArray,
  gates: HostArray,
  L: number,
  { heads: H, head_dim: K, householder: R }: DeltaConfig,
): Float32Array {
  const mean = new Float32Array(L * L);
  const dot = (a: HostArray, b: HostArray): number => {
    let sum = 0;
    for (let i = 0; i < K; i++) sum += a[i] * b[i];
    return sum;
  };
  for (let h = 0; h < H; h++) {
    const keyAt = (t: number, part: number): HostArray => {
      const at = ((t * (1 + R) + part) * H + h) * K;
      return keys.subarray(at, at + K);
    };
    const gateAt = (t: number, part: number): number => gates[(t * (1 + R) + part) * H + h];
    for (let s = 0; s < L; s++) {
      for (let written = 0; written < R; written++) {
        const left = Float64Array.from(keyAt(s, 1 + written), value => value * gateAt(s, 1 + written));
        for (let t = s; t < L; t++) {
          const kept = t === s ? 1 : Math.exp(gateAt(t, 0));
          for (let i = 0; i < K; i++) left[i] *= kept;
          for (let r = t === s ? written + 1 : 0; r < R; r++) {
            const erased = gateAt(t, 1 + r) * dot(keyAt(t, 1 + r), left);
            for (let i = 0; i < K; i++) left[i] -= erased * keyAt(t, 1 + r)[i];
          }
          mean[t * L + s] += Math.abs(dot(keyAt(t, 0), left)) / H;
        }
      }
    }
  }
  return mean;
}

export const deltaViews: Views<DeltaConfig> = async ({ config, kept, L }) => {
  const { heads: H, householder: R, decay, neg_eigval } = config;
  const keys = await kept(deltaScan, 'keys');
  const gates = await kept(deltaScan, 'gates');
  const stride = (1 + R) * H;
  const scale = (most: number): RowsView['scale'] => ({ kind: 'sequential', least: 0, most });
  const ofDecay: BlockView = {
    kind: 'rows',
    key: 'decay',
    title: 'Decay a',
    help: 'Share of the old state that is left in each head after each token: 1 keeps all, 0 forgets all.',
    rowName: 'head',
    rows: H,
    values: rowsOf(gates, { L, rows: H, stride }).map(Math.exp),
    scale: scale(1),
  };
  return [
    {
      kind: 'rows',
      key: 'beta',
      title: 'Write strength β',
      help: 'How much of what a head holds under the key of a token is replaced by the token’s value: 0 nothing, 1 all. Above 1, the old value turns its sign.',
      rowName: R === 1 ? 'head' : 'write of a head',
      rows: R * H,
      values: rowsOf(gates, { L, rows: R * H, stride, offset: H }),
      scale: scale(neg_eigval ? 2 : 1),
    },
    ...(decay ? [ofDecay] : []),
    matrixView(
      {
        key: 'implied_attention',
        title: 'Implied attention',
        help: 'The weight of each earlier token (column) in the output at a token (row), through the state: absolute values, mean over heads.',
      },
      impliedAttention(keys, gates, L, config),
    ),
  ];
};
