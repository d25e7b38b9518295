import { csv } from '../../lab/export/csv';
import type { CurveColumn } from '../../lab/race/curve';
import type { Metric } from '../charts/metrics';
import { type Extent, extentOf, type Range } from '../charts/range';
import { smoothed } from '../charts/smoothing';
import { greatest, least } from '../extremes';
import { lastOf, type OverlaidCurve, seedWords } from './overlay';

/** A line of compared runs; `smooth` is `y` where it is not smoothed. */
export interface OverlaidLine {
  readonly key: string;
  readonly slot: number;
  /** Of the run and the contender. */
  readonly name: string;
  readonly run: string;
  readonly contender: string;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly smooth: Float64Array;
}

/** A line for each contender of the compared runs. `smoothing` is a half-life in steps; 0: none. */
export function overlaidLines(
  curves: readonly OverlaidCurve[],
  { strong }: Pick<Metric, 'strong'>,
  x: CurveColumn,
  smoothing: number,
): OverlaidLine[] {
  return curves.map(curve => {
    const { slot, run, contender, column } = curve;
    const y = strong({ column, plannedBytes: Number.NaN });
    const name = `${run} · ${contender}${seedWords(curve)}`;
    const smooth = smoothing > 0 ? smoothed(y, smoothing) : y;
    return { key: `curve-${slot}`, slot, name, run, contender, x: column(x), y, smooth };
  });
}

/** All of x. It is logarithmic only where there is an x above 0 to begin with. */
export function overlaidExtent(lines: readonly OverlaidLine[], log: boolean, whole: boolean): Extent {
  const last = greatest(lines.map(({ x }) => lastOf(x)).filter(Number.isFinite)) || 1;
  const first = least(lines.map(({ x }) => x[0] ?? Number.NaN).filter(at => at > 0));
  return log && first < last ? extentOf([first, last], true) : extentOf([0, last], false, whole);
}

/** The measured values of the shown lines in the shown part of x. `names` are those of x and y. */
export function overlaidCsv(
  lines: readonly OverlaidLine[],
  [x, y]: readonly [string, string],
  [from, to]: Range,
  smoothing: number,
): string {
  const rows = lines.flatMap(({ run, contender, x: xs, y: values, smooth }) =>
    [...xs].flatMap((at, i) => {
      const value = values[i] ?? Number.NaN;
      if (!Number.isFinite(value) || at < from || at > to) return [];
      return [[run, contender, at, value, ...(smoothing > 0 ? [smooth[i] ?? Number.NaN] : [])]];
    }),
  );
  return csv(['run', 'contender', x, y, ...(smoothing > 0 ? [`${y}_half_life_${smoothing}`] : [])], rows);
}
