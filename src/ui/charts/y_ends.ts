import type { BaselineLevel } from './axis';
import type { PlotRow } from './bucket';
import type { Range } from './range';
import { padded } from './ticks';

/** Ends of y that hold what is shown: all values in the shown part of x, and the levels, unless the part is not all. */
export function fittedEnds(
  rows: readonly PlotRow[],
  [from, to]: Range,
  levels: readonly BaselineLevel[],
  log: boolean,
): Range {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const take = (y: number) => {
    if (log && y <= 0) return;
    if (y < low) low = y;
    if (y > high) high = y;
  };
  const takeAll = (shown: (x: number) => boolean) => {
    for (const { x, values } of rows) {
      if (!shown(x)) continue;
      // Without a list for each row: a redraw has hundreds of rows.
      for (const key in values) take(values[key] ?? Number.NaN);
    }
  };
  takeAll(x => x >= from && x <= to);
  // Between two points that lie outside, their line is seen.
  if (low > high) takeAll(() => true);
  for (const { y } of levels) take(y);
  return low <= high ? padded(low, high, log) : [1, 2];
}

/** Ends that a visitor or a metric fixes; null where a logarithmic axis has no place for them. */
export function fixedEnds(ends: Range | null, log: boolean): Range | null {
  return ends && !(log && ends[0] <= 0) ? ends : null;
}
