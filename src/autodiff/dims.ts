import { sizeOf, type Tensor } from '../gpu/tensor';

/** A tensor, or the Var or Parameter that it holds. */
type Shaped = Tensor | { readonly shape: readonly number[]; readonly data: Tensor };

/** Number of rows, and elements of a row (the last dimension). Throws for a scalar. */
export function rowsAndWidth(of: Shaped): readonly [rows: number, width: number] {
  const width = of.shape.at(-1);
  if (width === undefined) throw new RangeError(`'${labelOf(of)}' has no dimension`);
  return [sizeOf(of.shape) / width, width];
}

/** The extents of a tensor of `rank` dimensions. Throws for another rank. */
export function dims(of: Shaped, rank: 1): readonly [number];
export function dims(of: Shaped, rank: 2): readonly [number, number];
export function dims(of: Shaped, rank: 3): readonly [number, number, number];
export function dims(of: Shaped, rank: 4): readonly [number, number, number, number];
export function dims(of: Shaped, rank: number): readonly number[] {
  if (of.shape.length !== rank)
    throw new RangeError(`'${labelOf(of)}' is [${of.shape}], which is not of ${rank} dimensions`);
  return of.shape;
}

function labelOf(of: Shaped): string {
  return 'data' in of ? of.data.label : of.label;
}
