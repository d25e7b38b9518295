import type { Row } from '../../src/lab/experiments/experiment';

const TIMES = ['seconds', 'milliseconds', 'p10', 'p90', 'round_trip', 'token', 'chain'];

/** Rows without times, which differ from run to run. */
export function untimed(rows: readonly Row[]) {
  return rows.map(untimedCell);
}

export function untimedCell(value: unknown) {
  return Object.fromEntries(Object.entries(Object(value)).filter(([key]) => !TIMES.includes(key)));
}
