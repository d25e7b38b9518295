import type { Cell, Row } from '../../lab/experiments/experiment';

/** A heat map's cell: a share of 1, or why there is none. */
export interface GridCell {
  readonly share: number | null;
  readonly why: string;
  /** Ends of its 95 % interval, as shares of 1; undefined where the rows give none. */
  readonly interval?: readonly [low: number, high: number] | undefined;
}

/** Rows as a heat map: its heads, and `cells` by row and column; undefined: not measured yet. */
export interface ShareGrid {
  readonly rows: readonly string[];
  readonly columns: readonly Cell[];
  readonly cells: readonly (readonly (GridCell | undefined)[])[];
}

/** The axes and the value by column key; the value divided by `whole` is a share of 1. */
export interface GridAxes {
  readonly x: string;
  readonly y: string;
  readonly value: string;
}

export function gridOf(rows: readonly Row[], { x, y, value }: GridAxes, whole: number): ShareGrid {
  const columns = distinct(rows.map(row => row[x] ?? null));
  const names = distinct(rows.map(row => row[y] ?? null));
  if (columns.every(column => typeof column === 'number')) columns.sort((a, b) => Number(a) - Number(b));
  const cells = names.map(name =>
    columns.map(column => {
      const found = rows.findLast(row => row[x] === column && row[y] === name);
      if (!found) return undefined;
      const share = found[value];
      return typeof share === 'number'
        ? { share: share / whole, why: '', interval: intervalOf(found, value) }
        : { share: null, why: String(found.status ?? 'not measured') };
    }),
  );
  return { rows: names.map(String), columns, cells };
}

/** What the columns `${value}_low` and `${value}_high` say. */
function intervalOf(row: Row, value: string): GridCell['interval'] {
  const [low, high] = [row[`${value}_low`], row[`${value}_high`]];
  return typeof low === 'number' && typeof high === 'number' ? [low, high] : undefined;
}

function distinct(values: readonly Cell[]): Cell[] {
  return [...new Set(values)];
}
