/** The cell whose loss is least; the first of equal ones. Undefined if none has a loss. */
export function leastOf<Cell>(cells: readonly Cell[], loss: (cell: Cell) => number | null): Cell | undefined {
  let best: { cell: Cell; loss: number } | undefined;
  for (const cell of cells) {
    const own = loss(cell);
    if (own !== null && (!best || own < best.loss)) best = { cell, loss: own };
  }
  return best?.cell;
}
