import { linearGrid } from '../../grid';
import type { Variant } from '../../kernel';

/** The form of a kernel that takes element by element of rows, for rows of whole vec4s: a fourth of the loads. */
export function inFours<Dim extends string>(
  name: string,
  rows: (dims: Readonly<Record<Dim, number>>) => number,
  width: (dims: Readonly<Record<Dim, number>>) => number,
): readonly Variant<Dim>[] {
  return [
    {
      name: `${name}_vec4`,
      runs: dims => width(dims) % 4 === 0,
      suits: () => true,
      grid: dims => linearGrid((rows(dims) * width(dims)) / 4, 64),
    },
  ];
}
