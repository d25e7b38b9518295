import { matrixScan } from '../../../gpu/kernels/scan/matrix_scan';
import { memoryOutput, shownHead } from '../../../gpu/kernels/scan/memory_output';
import type { Views } from '../../engine';
import { impliedAttention } from '../../implied_attention';
import type { RowsView } from '../../view';
import { aroundZero, rowsOf } from '../../view_values';
import { type MlstmConfig, sizes } from './options';

export const views: Views<MlstmConfig> = async ({ config, kept, parameter, L, D }) => {
  const { E, H, n } = sizes(config, D);
  const keys = await kept(matrixScan, 'keys');
  const gates = await kept(matrixScan, 'gates');
  const values = await kept(memoryOutput, 'values');
  const stride = values.length / L;
  const read = {
    sums: await kept(memoryOutput, 'sums'),
    values,
    weight: await parameter('mlstm_cell.outnorm.weight'),
    skip: await parameter('learnable_skip'),
  };
  const places = { rows: L, E, H, stride, u: 2 * E, z: E, m: 3 * E };
  const heads = (key: string, title: string, help: string, own: Float32Array, scale: RowsView['scale']): RowsView => {
    return { kind: 'rows', key, title, help, rowName: 'head', rows: H, values: own, scale };
  };
  const share = { kind: 'sequential', least: 0, most: 1 } as const;
  const written = rowsOf(gates, { L, rows: H, stride: 2 * H, offset: H }).map(value => value * Math.sqrt(n));
  const most = rowsOf(values, { L, rows: H, stride, offset: places.m });
  return [
    heads(
      'input_gate',
      'Input gate, scaled',
      'How much of what is new is written, as a part of the largest weight so far.',
      written,
      share,
    ),
    heads(
      'forget_gate',
      'Forget gate, scaled',
      'How much of the matrix and its weights is kept, on the same scale.',
      rowsOf(gates, { L, rows: H, stride: 2 * H }).map(Math.exp),
      share,
    ),
    heads(
      'stabiliser',
      'Scale m',
      'The logarithm of the largest weight so far; the matrix is divided by it, so that nothing overflows.',
      most,
      aroundZero(most),
    ),
    impliedAttention({
      L,
      H,
      query(t, h) {
        const { total } = shownHead(read, places, t, h);
        return keys.slice(t * 3 * E + h * n, t * 3 * E + (h + 1) * n).map(value => value / total);
      },
      key: (t, h) => keys.subarray(t * 3 * E + E + h * n, t * 3 * E + E + (h + 1) * n),
      weight: (t, h) => gates[t * 2 * H + H + h],
      decay: (t, h) => gates[t * 2 * H + h],
    }),
  ];
};
