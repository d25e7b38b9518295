import { bucketRows, type CurveLine, type PlotRow } from './bucket';
import type { Range } from './range';

/** The most points of a line that are drawn: about one for each pixel of a usual chart. */
export const MOST_POINTS = 500;

/**
 * The rows of lines in a range of x, at most `most` for each line. A zoom thus shows every point as soon as so few are in it. The nearest
 * points outside are there, too, so that a line goes on to the edge.
 */
export function rowsWithin(lines: readonly CurveLine[], [from, to]: Range, log = false, most = MOST_POINTS): PlotRow[] {
  const outside = new Map<number, Record<string, number | null>>();
  const keep = ({ key, x, y }: CurveLine, i: number) => {
    const at = x[i];
    if (at === undefined || (log && at <= 0)) return;
    const values = outside.get(at) ?? {};
    values[key] = y[i] ?? null;
    outside.set(at, values);
  };
  const inside = lines.map((line): CurveLine => {
    const { key, x, y } = line;
    const first = firstIndex(x, at => at >= from);
    const end = firstIndex(x, at => at > to);
    keep(line, finiteFrom(y, first - 1, -1));
    keep(line, finiteFrom(y, end, 1));
    return { key, x: part(x, first, end), y: part(y, first, end) };
  });
  const rows = [...outside].sort(([a], [b]) => a - b).map(([x, values]) => ({ x, values }));
  const shown = bucketRows(inside, most - 2, log);
  return [...rows.filter(({ x }) => x < from), ...shown, ...rows.filter(({ x }) => x > to)];
}

/** The first place of rising values that passes; their number if none does. */
function firstIndex(xs: ArrayLike<number>, passes: (x: number) => boolean): number {
  let low = 0;
  let high = xs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passes(xs[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The first place of a finite value from `at` on, in steps of `by`; -1: there is none. */
function finiteFrom(values: ArrayLike<number>, at: number, by: 1 | -1): number {
  for (let i = at; i >= 0 && i < values.length; i += by) if (Number.isFinite(values[i])) return i;
  return -1;
}

function part(values: ArrayLike<number>, from: number, to: number): ArrayLike<number> {
  return values instanceof Float64Array ? values.subarray(from, to) : Array.prototype.slice.call(values, from, to);
}
