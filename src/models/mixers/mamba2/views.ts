import type { HostArray } from '../../../gpu/dtype';
import { matrixScan } from '../../../gpu/kernels/scan/matrix_scan';
import type { Views } from '../../engine';
import type { RowsView } from '../../view';
import { fromZero, matrixView, rowsOf } from '../../view_values';
import type { Mamba2Config } from './options';
import { type Sizes, sizes } from './sizes';

/**
 * (L, L): mean over heads of the absolute weight of each earlier token in the output at a token, through the state:
 * exp(Σ ln a between them) · w of the earlier · q · k (Dao and Gu 2024, the quadratic form of the duality).
 */
function impliedAttention(keys: HostArray, gates: HostArray, L: number, { E, N, H, G, ...own }: Sizes): Float32Array {
  const stride = keys.length / L;
  const [k, q] = [own.projected + E, own.projected + E + G * N];
  const mean = new Float32Array(L * L);
  for (let h = 0; h < H; h++) {
    const sharedBy = Math.floor((h * G) / H) * N;
    for (let t = 0; t < L; t++) {
      let decay = 0;
      for (let s = t; s >= 0; s--) {
        let product = 0;
        for (let n = 0; n < N; n++)
          product += keys[t * stride + q + sharedBy + n] * keys[s * stride + k + sharedBy + n];
        mean[t * L + s] += Math.abs(Math.exp(decay) * gates[s * 2 * H + H + h] * product) / H;
        decay += gates[s * 2 * H + h];
      }
    }
  }
  return mean;
}

export const views: Views<Mamba2Config> = async ({ config, kept, L, D }) => {
  const known = sizes(config, D);
  const { H } = known;
  const keys = await kept(matrixScan, 'keys');
  const gates = await kept(matrixScan, 'gates');
  const delta = rowsOf(gates, { L, rows: H, stride: 2 * H, offset: H });
  const decay = rowsOf(gates, { L, rows: H, stride: 2 * H }).map(Math.exp);
  const heads = (
    key: string,
    title: string,
    help: string,
    values: Float32Array,
    scale: RowsView['scale'],
  ): RowsView => {
    return { kind: 'rows', key, title, help, rowName: 'head', rows: H, values, scale };
  };
  return [
    heads(
      'delta',
      'Step size Δ',
      'Large Δ: the head writes the token and forgets its state. Near 0: it skips the token and keeps its state.',
      delta,
      fromZero(delta),
    ),
    heads(
      'decay',
      'Decay exp(ΔA)',
      'Share of the old state that is left in each head after each token: 1 keeps all, 0 forgets all.',
      decay,
      { kind: 'sequential', least: 0, most: 1 },
    ),
    matrixView(
      {
        key: 'implied_attention',
        title: 'Implied attention',
        help: 'The weight of each earlier token (column) in the output at a token (row), through the state: absolute values, mean over heads.',
      },
      impliedAttention(keys, gates, L, known),
    ),
  ];
};
