import { csv } from '../lab/export/csv';
import { type CurveColumn, curveColumns } from './stores/curve';
import type { RunState } from './stores/run_state';

/** What every point is measured against. */
const axes = ['step', 'tokens', 'flops', 'seconds'] as const satisfies readonly CurveColumn[];

/** The curves of the run, a row for each contender and step: the axes and `drawn`, or every column there is. */
export function curvesCsv(
  { contenders }: Pick<RunState, 'contenders'>,
  drawn: readonly CurveColumn[] = curveColumns.filter(column => axes.every(axis => axis !== column)),
): string {
  const columns = [...axes, ...drawn];
  const rows = contenders.flatMap(({ name, curve }) =>
    Array.from({ length: curve.step.length }, (_, i) => [name, ...columns.map(column => curve[column].at(i))]),
  );
  return csv(['contender', ...columns], rows);
}
