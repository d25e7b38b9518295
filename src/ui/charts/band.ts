/** The spread of a noisy measurement around x: 10th, 50th, and 90th percentile of the values near it. */
export interface BandPoint {
  readonly x: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** `share` of the way through sorted values, linear between neighbours; NaN if there are none. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

/** Values gathered into at most `limit` stretches of x (of log x where `log`), each drawn at the median of its x. */
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
  const ascending = (a: number, b: number) => a - b;
  return [...buckets]
    .sort(([a], [b]) => a - b)
    .map(([, bucket]) => {
      bucket.x.sort(ascending);
      bucket.y.sort(ascending);
      return {
        x: quantile(bucket.x, 0.5),
        low: quantile(bucket.y, 0.1),
        median: quantile(bucket.y, 0.5),
        high: quantile(bucket.y, 0.9),
      };
    });
}
