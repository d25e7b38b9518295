import type { RunMark } from '../../lab/runs/run';
import type { ChartView } from '../stores/chart_views';
import type { Axis } from './axis';
import { rangeWords } from './range_words';

/** What of a chart is shown, and how, for the caption of its picture: '100 to 200 step · smoothed, half-life 20 steps'. Empty: all, as measured. */
export function viewWords(
  x: Axis,
  { smoothing }: Pick<ChartView, 'smoothing'>,
  hidden: readonly string[],
  marks: readonly RunMark[] = [],
): string[] {
  const all = x.extent?.range;
  const part = all && (x.domain[0] > all[0] || x.domain[1] < all[1]);
  return [
    ...(part ? [`only ${rangeWords(x.domain, x)}`] : []),
    ...(smoothing > 0 ? [`smoothed, half-life ${smoothing} steps`] : []),
    ...(hidden.length > 0 ? [`without ${hidden.join(', ')}`] : []),
    ...marks.map(({ step, text }, index) => `mark ${index + 1} at step ${step}: ${text}`),
  ];
}
