import type { Cell, Row } from '../../lab/experiments/experiment';

/** A heat map's cell: a value, or why there is none. */
export interface GridCell {
  readonly value: number | null;
  readonly why: string;
  /** Its lower and upper end; undefined where the rows give none. */
  readonly interval?: readonly [low: number, high: number] | undefined;
}

/** Rows as a heat map: its heads, and `cells` by row and column; undefined: not measured yet. */
export interface Grid {
  readonly rows: readonly Cell[];
  readonly columns: readonly Cell[];
  readonly cells: readonly (readonly (GridCell | undefined)[])[];
}

/** The axes and the value by column key. */
export interface GridAxes {
  readonly x: string;
  readonly y: string;
  readonly value: string;
}

/** Values are divided by `whole`. */
export function gridOf(rows: readonly Row[], { x, y, value }: GridAxes, whole: number): Grid {
  const columns = distinct(rows.map(row => row[x] ?? null));
  const names = distinct(rows.map(row => row[y] ?? null));
  for (const heads of [columns, names])
    if (heads.every(head => typeof head === 'number')) heads.sort((a, b) => Number(a) - Number(b));
  const cells = names.map(name =>
    columns.map(column => {
      const found = rows.findLast(row => row[x] === column && row[y] === name);
      if (!found) return undefined;
      const measured = found[value];
      return typeof measured === 'number'
        ? { value: measured / whole, why: '', interval: intervalOf(found, value) }
        : { value: null, why: String(found.status ?? 'not measured') };
    }),
  );
  return { rows: names, columns, cells };
}

/** What the columns `${value}_low` and `${value}_high` say. */
function intervalOf(row: Row, value: string): GridCell['interval'] {
  const [low, high] = [row[`${value}_low`], row[`${value}_high`]];
  return typeof low === 'number' && typeof high === 'number' && low < high ? [low, high] : undefined;
}

function distinct(values: readonly Cell[]): Cell[] {
  return [...new Set(values)];
}
