import type { Tensor } from '../gpu/tensor';

/** A Var or a Parameter. */
interface Shaped {
  readonly shape: readonly number[];
  readonly data: Tensor;
}

/** The extents of a Var or Parameter of `rank` dimensions. Throws where it has more or fewer. */
export function dims(of: Shaped, rank: 1): readonly [number];
export function dims(of: Shaped, rank: 2): readonly [number, number];
export function dims(of: Shaped, rank: 3): readonly [number, number, number];
export function dims(of: Shaped, rank: 4): readonly [number, number, number, number];
export function dims({ shape, data }: Shaped, rank: number): readonly number[] {
  if (shape.length !== rank) throw new RangeError(`'${data.label}' is [${shape}], which is not of ${rank} dimensions`);
  return shape;
}
