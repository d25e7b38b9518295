import { compact, duration, roundCount, significant, timeTick } from '../format';
import type { Curve, CurveColumn } from '../stores/curve';
import type { CurveAxis } from '../stores/preferences';

interface CurveAxisView {
  readonly value: CurveAxis;
  readonly label: string;
  readonly unit: string;
  readonly column: CurveColumn;
  readonly whole: boolean;
  readonly format: (value: number) => string;
  readonly tickFormat: (value: number) => string;
  readonly read: (value: number) => string;
}

const time = (seconds: number) => (seconds < 10 ? `${significant(seconds, 2)} s` : duration(seconds));
const count = (value: number) => compact(Math.round(value));

/** What a training curve can be drawn against. */
export const curveAxes: readonly CurveAxisView[] = [
  {
    value: 'step',
    label: 'Step',
    unit: 'step',
    column: 'step',
    whole: true,
    format: count,
    tickFormat: roundCount,
    read: x => `Step ${count(x)}`,
  },
  {
    value: 'tokens',
    label: 'Tokens',
    unit: 'tokens',
    column: 'tokens',
    whole: true,
    format: count,
    tickFormat: roundCount,
    read: x => `${count(x)} tokens`,
  },
  {
    value: 'time',
    label: 'Time',
    unit: 'time trained',
    column: 'seconds',
    whole: false,
    format: time,
    tickFormat: timeTick,
    read: x => `After ${time(x)}`,
  },
  {
    value: 'flops',
    label: 'FLOPs',
    unit: 'training FLOPs',
    column: 'flops',
    whole: true,
    format: compact,
    tickFormat: roundCount,
    read: x => `${compact(x)} FLOPs`,
  },
];

export function curveAxis(value: CurveAxis): CurveAxisView {
  const found = curveAxes.find(axis => axis.value === value) ?? curveAxes[0];
  if (!found) throw new Error('There is no axis to draw against.');
  return found;
}

/** Where the axis of all charts of a race ends: at its furthest contender, and at four steps at least, so that a first point stands free. */
export function raceExtent(contenders: readonly { readonly curve: Curve }[], column: CurveColumn): number {
  const ends = contenders.map(({ curve }) => {
    const last = curve[column].last;
    return Number.isFinite(last) ? last * Math.max(1, 4 / curve.step.length) : 0;
  });
  return Math.max(...ends) || 1;
}
