import { compact, duration, significant } from '../format';
import type { CurveColumn } from '../stores/curve';
import type { CurveAxis } from '../stores/preferences';

interface CurveAxisView {
  readonly value: CurveAxis;
  readonly label: string;
  readonly unit: string;
  readonly column: CurveColumn;
  readonly format: (value: number) => string;
  readonly read: (value: number) => string;
}

const time = (seconds: number) => (seconds < 10 ? `${significant(seconds, 2)} s` : duration(seconds));
const count = (value: number) => compact(Math.round(value));

/** What a training curve can be drawn against. */
export const curveAxes: readonly CurveAxisView[] = [
  { value: 'step', label: 'Step', unit: 'step', column: 'step', format: count, read: x => `Step ${count(x)}` },
  {
    value: 'tokens',
    label: 'Tokens',
    unit: 'tokens',
    column: 'tokens',
    format: count,
    read: x => `${count(x)} tokens`,
  },
  {
    value: 'time',
    label: 'Time',
    unit: 'time trained',
    column: 'seconds',
    format: time,
    read: x => `After ${time(x)}`,
  },
  {
    value: 'flops',
    label: 'FLOPs',
    unit: 'training FLOPs',
    column: 'flops',
    format: compact,
    read: x => `${compact(x)} FLOPs`,
  },
];

export function curveAxis(value: CurveAxis): CurveAxisView {
  const found = curveAxes.find(axis => axis.value === value) ?? curveAxes[0];
  if (!found) throw new Error('There is no axis to draw against.');
  return found;
}
