import { type CurveColumn, curveFacts } from '../../lab/race/curve';
import type { Curve } from '../stores/curve';
import type { CurveAxis } from '../stores/preferences';
import { columnFormat } from './column_format';

const read: readonly { value: CurveAxis; column: CurveColumn; read: (value: string) => string }[] = [
  { value: 'step', column: 'step', read: x => `Step ${x}` },
  { value: 'tokens', column: 'tokens', read: x => `${x} tokens` },
  { value: 'time', column: 'seconds', read: x => `After ${x}` },
  { value: 'flops', column: 'flops', read: x => `${x} FLOPs` },
];

/** The quantities of x that a training curve can be drawn against. */
export const curveAxes = read.map(({ value, column, read }) => {
  const { format, tickFormat, whole } = columnFormat(column);
  const { label, unit } = curveFacts[column];
  return { value, label, unit, column, whole, format, tickFormat, read: (x: number) => read(format(x)) };
});

/** The axis of this name, or the first one. */
export function curveAxis(value: CurveAxis): (typeof curveAxes)[number] {
  const found = curveAxes.find(axis => axis.value === value) ?? curveAxes[0];
  if (!found) throw new Error('There is no axis to draw against.');
  return found;
}

/** The end of x in all charts of a race: its furthest contender, but at least four steps, so that a first point is not at the edge. */
export function raceExtent(contenders: readonly { readonly curve: Curve }[], column: CurveColumn): number {
  const ends = contenders.map(({ curve }) => {
    const last = curve[column].last;
    return Number.isFinite(last) ? last * Math.max(1, 4 / curve.step.length) : 0;
  });
  return Math.max(...ends) || 1;
}

/** The least x that a logarithmic axis can show. */
export function raceStart(contenders: readonly { readonly curve: Curve }[], column: CurveColumn): number {
  const starts = contenders.map(({ curve }) => curve[column].at(0)).filter(at => at > 0);
  return starts.length > 0 ? Math.min(...starts) : 1;
}
