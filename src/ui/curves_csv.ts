import { csv } from '../lab/export/csv';
import { type CurveColumn, curveColumns, curveFacts } from '../lab/race/curve';
import type { RunState } from './stores/run_state';

const axes = curveColumns.filter(column => curveFacts[column].axis);

/** The curves of the run, a row for each contender, seed, and step. The columns are the axes and `drawn`, by default all. */
export function curvesCsv(
  { members }: Pick<RunState, 'members'>,
  drawn: readonly CurveColumn[] = curveColumns.filter(column => !curveFacts[column].axis),
): string {
  const columns = [...axes, ...drawn];
  const rows = members.flatMap(({ name, seed, curve }) =>
    Array.from({ length: curve.step.length }, (_, i) => [name, seed, ...columns.map(column => curve[column].at(i))]),
  );
  return csv(['contender', 'seed', ...columns], rows);
}
