import { rowsAndWidth } from './dims';
import type { Var } from './tape';

export interface ColumnPlace {
  /** Elements from row to row. */
  readonly stride: number;
  readonly offset: number;
}

/** Columns `offset` to `offset + width` of a row-major Var whose last dimension is the row. */
export interface Slice extends ColumnPlace {
  readonly of: Var;
  readonly rows: number;
  readonly width: number;
  /** Of the same columns in the Var's gradient. */
  readonly gradient: ColumnPlace;
}

/** `gradientOffset`: these columns in the gradient's rows, if their layout differs from the Var's. */
export function slice(of: Var, offset: number, width: number, gradientOffset = offset): Slice {
  const [rows, stride] = rowsAndWidth(of);
  if (offset + width > stride) throw new RangeError(`columns ${offset}..${offset + width} of rows of ${stride}`);
  const gradient = { stride: of.grad ? rowsAndWidth(of.grad)[1] : stride, offset: gradientOffset };
  return { of, rows, stride, offset, width, gradient };
}

export function whole(of: Var): Slice {
  return slice(of, 0, rowsAndWidth(of)[1]);
}

/**
 * The Var of all these columns, for a kernel that binds its rows once: WebGPU cannot bind a written buffer twice. Throws if
 * they belong to several.
 */
export function rowsOf(...slices: readonly Slice[]): Var {
  const [of, ...others] = new Set(slices.map(({ of }) => of));
  if (!of || others.length > 0) {
    throw new RangeError(`'${[of, ...others].map(other => other?.data.label).join("', '")}' are not the same rows`);
  }
  return of;
}

/** Region key of columns for `Dispatch.regions`; empty for whole rows. */
export function region({ offset, stride }: ColumnPlace, width: number): string {
  return width === stride ? '' : `${offset}:${width}`;
}
