import type { Row } from '../../lab/experiments/experiment';
import type { Evidence } from './evidence';

/** Contenders in the order of their first row. */
export function contendersOf({ rows }: Evidence): string[] {
  return [...new Set(rows.map(({ contender }) => String(contender)))];
}

export function rowsOf({ rows }: Evidence, contender: string): Row[] {
  return rows.filter(row => row.contender === contender);
}

/** A number of a row; null: it has none there. */
export function numberIn(row: Row | undefined, column: string): number | null {
  const cell = row?.[column];
  return typeof cell === 'number' && Number.isFinite(cell) ? cell : null;
}

/** Steps trained before a row: a race validates at a `step`, an experiment trains for `steps`. */
export function stepsOf(row: Row | undefined): number | null {
  return numberIn(row, 'step') ?? numberIn(row, 'steps');
}

/** Why a row has no figure: what its status says, or that it has none. */
export function reasonOf(row: Row | undefined): string {
  const status = row?.status;
  return typeof status === 'string' && status !== 'measured' ? status : 'not measured';
}

/** The row of a contender that was trained longest. */
export function lastRow(evidence: Evidence, contender: string): Row | undefined {
  return rowsOf(evidence, contender)
    .toSorted((a, b) => (stepsOf(a) ?? 0) - (stepsOf(b) ?? 0))
    .at(-1);
}
