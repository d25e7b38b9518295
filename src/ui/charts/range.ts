/** The least and the greatest of a quantity, in its unit. */
export type Range = readonly [number, number];

/** All of an axis that there is to see. */
export interface Extent {
  readonly range: Range;
  readonly log: boolean;
  /** The shortest part that can be shown; of a logarithmic axis: the least ratio of its ends, less 1. */
  readonly least: number;
}

/** The extent of an axis; `whole`: of whole numbers. */
export function extentOf(range: Range, log: boolean, whole = false): Extent {
  return { range, log, least: log ? 0.05 : whole ? 2 : (range[1] - range[0]) / 10_000 };
}

/** A part of an extent that the axis can show; null: all of it. */
export function partOf(wanted: Range | null, { range, log, least }: Extent): Range | null {
  if (!wanted) return null;
  const { to, back } = scaleOf(log);
  const [first, last] = [to(range[0]), to(range[1])];
  const shortest = log ? Math.log1p(least) : least;
  const [from, end] = [place(wanted[0], first, to), place(wanted[1], last, to)];
  const length = Math.min(last - first, Math.max(shortest, end - from));
  // What is asked for beyond an end moves to it and keeps its length.
  const start = Math.min(last - length, Math.max(first, end - from < shortest ? (from + end - length) / 2 : from));
  if (length >= (last - first) * 0.999) return null;
  return [back(start), back(start + length)];
}

/** The range after a zoom: `by` < 1 shows less, more closely, and `at` stays where it is. */
export function zoomed([from, to]: Range, by: number, at: number, extent: Extent): Range | null {
  const { to: scaled, back } = scaleOf(extent.log);
  const middle = scaled(Math.min(to, Math.max(from, at)));
  return partOf([back(middle + (scaled(from) - middle) * by), back(middle + (scaled(to) - middle) * by)], extent);
}

/** The range moved by a share of its length; it stops at the ends. */
export function moved([from, to]: Range, share: number, extent: Extent): Range | null {
  const { to: scaled, back } = scaleOf(extent.log);
  const [first, last] = extent.range.map(scaled);
  const [a, b] = [scaled(from), scaled(to)];
  if (first === undefined || last === undefined) return null;
  const by = Math.max(first - a, Math.min(last - b, share * (b - a)));
  return partOf([back(a + by), back(b + by)], extent);
}

/** The range in which the values `held` lie at the places `shares` (0: the start, 1: the end): two fingers hold what they touched. */
export function pinched(held: Range, shares: Range, extent: Extent): Range | null {
  const { to: scaled, back } = scaleOf(extent.log);
  const [a, b] = [scaled(held[0]), scaled(held[1])];
  const apart = shares[1] - shares[0];
  if (Math.abs(apart) < 0.01) return null;
  const length = (b - a) / apart;
  const from = a - shares[0] * length;
  return length > 0 ? partOf([back(from), back(from + length)], extent) : null;
}

function scaleOf(log: boolean): { to: (x: number) => number; back: (x: number) => number } {
  // An end that comes back from a logarithm is the number that it was, so that its point is still within.
  return log ? { to: Math.log, back: at => Number(Math.exp(at).toPrecision(12)) } : { to: x => x, back: x => x };
}

/** A value on the scale; the end where the scale has no place for it, such as 0 on a logarithmic one. */
function place(value: number, end: number, to: (x: number) => number): number {
  const at = to(value);
  return Number.isFinite(at) ? at : end;
}
