/** The mean over the seeds of a cell of a sweep. Null if one of them has no value, as one that diverged. */
export function meanOfSeeds(values: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return values.length === 0 ? null : sum / values.length;
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
