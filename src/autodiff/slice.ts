import { rowsAndWidth } from './dims';
import type { Var } from './tape';

/** Where columns lie in rows. */
export interface Place {
  /** Elements from row to row. */
  readonly stride: number;
  readonly offset: number;
}

/** Columns `offset` to `offset + width` of a row-major Var whose last dimension is the row. */
export interface Slice extends Place {
  readonly of: Var;
  readonly rows: number;
  readonly width: number;
  /** Of the same columns in the Var's gradient. */
  readonly gradient: Place;
}

/** `gradientOffset`: where the gradient's rows have these columns, if they are not laid out as the Var's. */
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
 * The Var whose columns all these are, for a kernel that binds its rows once: WebGPU lets no buffer that is written be bound twice.
 * Throws where they are of several.
 */
export function rowsOf(...slices: readonly Slice[]): Var {
  const [of, ...others] = new Set(slices.map(({ of }) => of));
  if (!of || others.length > 0) {
    throw new RangeError(`'${[of, ...others].map(other => other?.data.label).join("', '")}' are not the same rows`);
  }
  return of;
}

/** Region key of columns for `Dispatch.regions`: the empty key if they are all there are. */
export function region({ offset, stride }: Place, width: number): string {
  return width === stride ? '' : `${offset}:${width}`;
}
