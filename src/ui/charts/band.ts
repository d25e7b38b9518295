import { quantile } from '../../quantile';

/** The spread of a noisy measurement around x: 10th, 50th, and 90th percentile of the values near it. */
export interface BandPoint {
  readonly x: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** Cuts x, or log x, into at most `limit` equal pieces and summarises each; its x is the median x of its values. */
export function bandOf(x: ArrayLike<number>, y: ArrayLike<number>, limit = 64, log = false): BandPoint[] {
  const scale = (value: number) => (log ? Math.log(Math.max(value, 1)) : value);
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < x.length; i++) {
    const at = scale(x[i] ?? Number.NaN);
    if (at < from) from = at;
    if (at > to) to = at;
  }
  const buckets = new Map<number, { x: number[]; y: number[] }>();
  for (let i = 0; i < x.length; i++) {
    const at = x[i] ?? Number.NaN;
    const value = y[i] ?? Number.NaN;
    if (!Number.isFinite(at) || !Number.isFinite(value)) continue;
    const b = to > from ? Math.min(limit - 1, Math.floor(((scale(at) - from) / (to - from)) * limit)) : 0;
    const bucket = buckets.get(b) ?? { x: [], y: [] };
    bucket.x.push(at);
    bucket.y.push(value);
    buckets.set(b, bucket);
  }
  return [...buckets]
    .sort(([a], [b]) => a - b)
    .map(([, bucket]) => ({
      x: quantile(bucket.x, 0.5),
      low: quantile(bucket.y, 0.1),
      median: quantile(bucket.y, 0.5),
      high: quantile(bucket.y, 0.9),
    }));
}
