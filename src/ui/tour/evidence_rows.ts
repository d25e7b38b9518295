import type { Row } from '../../lab/experiments/experiment';
import type { Evidence } from './evidence';

/** Contenders in the order of their first row. */
export function contendersOf({ rows }: Evidence): string[] {
  return [...new Set(rows.flatMap(({ contender }) => contender ?? []))].map(String);
}

export function rowsOf({ rows }: Evidence, contender: string): Row[] {
  return rows.filter(row => row.contender === contender);
}

/** A number of a row, or null if the column has none. */
export function numberIn(row: Row | undefined, column: string): number | null {
  const cell = row?.[column];
  return typeof cell === 'number' && Number.isFinite(cell) ? cell : null;
}

/** Steps trained before a row was measured: a race has them in `step`, an experiment in `steps`. */
export function stepsOf(row: Row | undefined): number | null {
  return numberIn(row, 'step') ?? numberIn(row, 'steps');
}

/** Why a row has no number: its status, or 'not measured'. */
export function reasonOf(row: Row | undefined): string {
  const status = row?.status;
  return typeof status === 'string' && status !== 'measured' ? status : 'not measured';
}

/** The row of a contender with the most steps of training. */
export function lastRow(evidence: Evidence, contender: string): Row | undefined {
  return rowsOf(evidence, contender)
    .toSorted((a, b) => (stepsOf(a) ?? 0) - (stepsOf(b) ?? 0))
    .at(-1);
}
