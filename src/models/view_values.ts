import type { HostArray } from '../gpu/dtype';
import type { MatrixView, RowsView } from './view';

type Scale = RowsView['scale'];

/** Columns `offset` to `offset + rows` of values (L, stride) -> (rows, L). */
export function rowsOf(
  values: HostArray,
  { L, rows, stride = rows, offset = 0 }: { L: number; rows: number; stride?: number; offset?: number },
): Float32Array {
  return Float32Array.from({ length: rows * L }, (_, at) => values[(at % L) * stride + offset + Math.floor(at / L)]);
}

/** From 0 to the largest value; to 1 if all values are 0. */
export function fromZero(values: Float32Array): Scale {
  return { kind: 'sequential', least: 0, most: largest(values) };
}

/** As far below 0 as above it. */
export function aroundZero(values: Float32Array): Scale {
  const most = largest(values);
  return { kind: 'diverging', least: -most, most };
}

function largest(values: Float32Array): number {
  const most = values.reduce((a, value) => Math.max(a, Math.abs(value)), 0);
  return most > 0 && Number.isFinite(most) ? most : 1;
}

/** A view of non-negative weights: values (L, L). */
export function matrixView(words: Pick<MatrixView, 'key' | 'title' | 'help'>, values: Float32Array): MatrixView {
  return { kind: 'matrix', ...words, values, scale: fromZero(values) };
}
