import { levelOf, levelScan } from '../../gpu/kernels/scan/level_scan';
import { matrixScan } from '../../gpu/kernels/scan/matrix_scan';
import type { Views } from '../engine';
import { impliedAttention } from '../implied_attention';
import type { RowsView } from '../view';
import { fromZero, rowsOf } from '../view_values';
import type { DualConfig } from './options';
import { sizes } from './sizes';

export const dualViews: Views<DualConfig> = async ({ config, kept, L, D }) => {
  const { H, G, N, levels, ...own } = sizes(config, D);
  const keys = levels ? await kept(levelScan, 'rows') : await kept(matrixScan, 'keys');
  const gates = levels ? await kept(levelScan, 'gates') : await kept(matrixScan, 'gates');
  const stride = keys.length / L;
  const weights = rowsOf(keys, { L, rows: H * levels, stride, offset: own.projected + own.convolved });
  const part = (t: number, from: number, h: number) => {
    const at = t * stride + from + Math.floor((h * G) / H) * N;
    return keys.subarray(at, at + N);
  };
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
  const ofLevels = (values: Float32Array): RowsView => ({
    kind: 'rows',
    key: 'levels',
    title: 'Weights of the levels',
    help: 'How much each head takes of each level: 0 is the token itself, and each further level is a block of the past twice as long as the one before.',
    rowName: 'level of a head',
    rows: H * levels,
    values,
    scale: fromZero(values),
  });
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
    ...(levels ? [ofLevels(weights)] : []),
    impliedAttention({
      L,
      H,
      query: (t, h) => part(t, own.projected + own.E + G * N, h),
      key: (t, h) => part(t, own.projected + own.E, h),
      weight: (t, h) => gates[t * 2 * H + H + h],
      decay: (t, h) => gates[t * 2 * H + h],
      ...(levels ? { share: (t, s, h) => weights[(h * levels + levelOf(t, s, levels)) * L + t] } : {}),
    }),
  ];
};
