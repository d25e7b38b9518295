import type { Cell, Row } from '../../src/lab/experiments/experiment';

/** The rows of a contender. */
export function of(rows: readonly Row[], contender: string): Row[] {
  return rows.filter(row => row.contender === contender);
}

/** Whether every one of `rows` has a number in the column that passes; null: one has none, or there are no rows. */
export function every(rows: readonly Row[], column: string, passes: (value: number) => boolean): boolean | null {
  const cells: Cell[] = rows.map(row => row[column] ?? null);
  const numbers = cells.filter(cell => typeof cell === 'number');
  if (numbers.some(value => !passes(value))) return false;
  return rows.length > 0 && numbers.length === rows.length ? true : null;
}

/** True if all are, false if one is not, else null: one does not tell. */
export function all(...facts: readonly (boolean | null)[]): boolean | null {
  if (facts.includes(false)) return false;
  return facts.includes(null) ? null : true;
}

/** The number of the row with the largest `by` among those with a number. */
export function lastOf(rows: readonly Row[], by: string, column: string): number | null {
  const known = rows.flatMap(row => {
    const [at, value] = [row[by], row[column]];
    return typeof at === 'number' && typeof value === 'number' ? [{ at, value }] : [];
  });
  return known.toSorted((a, b) => a.at - b.at).at(-1)?.value ?? null;
}

/** Largest over least of a column. */
export function growth(rows: readonly Row[], column: string): number | null {
  const numbers = rows.map(row => row[column]).filter(cell => typeof cell === 'number');
  return numbers.length < 2 ? null : Math.max(...numbers) / Math.min(...numbers);
}
