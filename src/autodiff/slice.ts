import { sizeOf } from '../gpu/tensor';
import type { Var } from './tape';

/** Columns `offset` to `offset + width` of a row-major Var whose last dimension is the row. */
export interface Slice {
  readonly of: Var;
  readonly rows: number;
  /** Elements from row to row. */
  readonly stride: number;
  readonly offset: number;
  readonly width: number;
}

export function slice(of: Var, offset: number, width: number): Slice {
  const stride = of.shape.at(-1) ?? 1;
  if (offset + width > stride) throw new RangeError(`columns ${offset}..${offset + width} of rows of ${stride}`);
  return { of, rows: sizeOf(of.shape) / stride, stride, offset, width };
}

export function whole(of: Var): Slice {
  return slice(of, 0, of.shape.at(-1) ?? 1);
}

/** Region key of a slice for `Dispatch.regions`: the empty key if it is all columns. */
export function region({ offset, width, stride }: Slice): string {
  return width === stride ? '' : `${offset}:${width}`;
}
