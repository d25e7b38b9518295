import { csv } from '../../lab/export/csv';
import { type CurveColumn, curveColumns, curveFacts } from '../../lab/race/curve';
import type { MemberRun } from '../stores/run_state';
import { measuredOf } from './measured';
import type { Metric } from './metrics';
import type { Range } from './range';
import { smoothed } from './smoothing';

interface Shown {
  readonly members: readonly MemberRun[];
  readonly metric: Metric;
  readonly x: CurveColumn;
  /** The part of x that is shown. */
  readonly range: Range;
  /** The half-life in steps; 0: none. */
  readonly smoothing: number;
}

const axes = curveColumns.filter(column => curveFacts[column].axis);

/** What a chart of a race shows, a row for each contender, seed, and step: the axes, the values as measured, and as smoothed. */
export function chartCsv({ members, metric, x, range: [from, to], smoothing }: Shown): string {
  const values = [metric.strong, ...(metric.faint ? [metric.faint] : [])];
  const names = [...metric.csv, ...(smoothing > 0 ? metric.csv.map(name => `${name}_half_life_${smoothing}`) : [])];
  const rows = members.flatMap(member => {
    const measured = values.map(of => of(measuredOf(member)));
    const columns = [...measured, ...(smoothing > 0 ? measured.map(own => smoothed(own, smoothing)) : [])];
    const { name, seed, curve } = member;
    return [...curve[x].view()].flatMap((at, i) =>
      at >= from && at <= to
        ? [[name, seed, ...axes.map(axis => curve[axis].at(i)), ...columns.map(own => own[i] ?? Number.NaN)]]
        : [],
    );
  });
  return csv(['contender', 'seed', ...axes, ...names], rows);
}
