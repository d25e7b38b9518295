import { csv } from '../lab/export/csv';
import { curveColumns, curveFacts } from '../lab/race/curve';
import type { RunState } from './stores/run_state';

const columns = [true, false].flatMap(axis => curveColumns.filter(column => curveFacts[column].axis === axis));

/** The curves of the run, a row for each contender, seed, and step. The axes come first. */
export function curvesCsv({ members }: Pick<RunState, 'members'>): string {
  const rows = members.flatMap(({ name, seed, curve }) =>
    Array.from({ length: curve.step.length }, (_, i) => [name, seed, ...columns.map(column => curve[column].at(i))]),
  );
  return csv(['contender', 'seed', ...columns], rows);
}
