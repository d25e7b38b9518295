import { meanOf } from '../../statistics';

/** The mean over the seeds of a cell of a sweep. Null if one of them has no value, as one that diverged. */
export function meanOfSeeds(values: readonly (number | null)[]): number | null {
  const known = values.filter(value => value !== null);
  return known.length === 0 || known.length < values.length ? null : meanOf(known);
}

/** The cell whose loss is least; the first of equal ones. Undefined if none has a loss. */
export function leastOf<Cell>(cells: readonly Cell[], loss: (cell: Cell) => number | null): Cell | undefined {
  let best: { cell: Cell; loss: number } | undefined;
  for (const cell of cells) {
    const own = loss(cell);
    if (own !== null && (!best || own < best.loss)) best = { cell, loss: own };
  }
  return best?.cell;
}
