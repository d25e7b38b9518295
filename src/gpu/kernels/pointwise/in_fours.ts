import { linearGrid } from '../../grid';
import type { Variant } from '../../kernel';

/**
 * The form of a kernel that takes element by element of rows, for rows of whole vec4s: a fourth of the loads. `width` names the
 * dim of a row's elements, `places` those of the strides and offsets that must be whole vec4s, too.
 */
export function inFours<Dim extends string>(
  name: string,
  rows: (dims: Readonly<Record<Dim, number>>) => number,
  width: NoInfer<Dim>,
  ...places: readonly NoInfer<Dim>[]
): readonly Variant<Dim>[] {
  return [
    {
      name: `${name}_vec4`,
      runs: dims => [width, ...places].every(place => dims[place] % 4 === 0),
      suits: () => true,
      grid: dims => linearGrid((rows(dims) * dims[width]) / 4, 64),
    },
  ];
}
