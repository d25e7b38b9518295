import type { Tensor } from '../gpu/tensor';

/** A tensor, or the Var or Parameter that it holds. */
type Shaped = Tensor | { readonly shape: readonly number[]; readonly data: Tensor };

/** The extents of what is of `rank` dimensions. Throws where it has more or fewer. */
export function dims(of: Shaped, rank: 1): readonly [number];
export function dims(of: Shaped, rank: 2): readonly [number, number];
export function dims(of: Shaped, rank: 3): readonly [number, number, number];
export function dims(of: Shaped, rank: 4): readonly [number, number, number, number];
export function dims(of: Shaped, rank: number): readonly number[] {
  const { label } = 'data' in of ? of.data : of;
  if (of.shape.length !== rank) throw new RangeError(`'${label}' is [${of.shape}], which is not of ${rank} dimensions`);
  return of.shape;
}
