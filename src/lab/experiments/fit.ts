export interface Point {
  readonly x: number;
  readonly y: number;
}

/** y = intercept + slope x. */
export interface Line {
  readonly slope: number;
  /** Standard error of the slope, from the scatter around the line; null for fewer than three points. */
  readonly error: number | null;
  readonly intercept: number;
  /** Share of the variance of y that the line explains; 1 if y is constant. */
  readonly r2: number;
  readonly points: number;
}

/** Least squares over the finite points. Undefined for fewer than two different x. */
export function fitLine(given: readonly Point[]): Line | undefined {
  const points = given.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  const n = points.length;
  const mean = (of: (point: Point) => number): number => points.reduce((sum, point) => sum + of(point), 0) / n;
  const centre = { x: mean(({ x }) => x), y: mean(({ y }) => y) };
  const xx = mean(({ x }) => (x - centre.x) ** 2);
  // A mean of equal numbers is off by at most a rounding.
  if (!(xx > (1e-14 * centre.x) ** 2)) return undefined;
  const yy = mean(({ y }) => (y - centre.y) ** 2);
  const slope = mean(({ x, y }) => (x - centre.x) * (y - centre.y)) / xx;
  const intercept = centre.y - slope * centre.x;
  const left = mean(({ x, y }) => (y - centre.y - slope * (x - centre.x)) ** 2);
  const error = n < 3 ? null : Math.sqrt(left / (xx * (n - 2)));
  return { slope, error, intercept, r2: yy > 0 ? 1 - left / yy : 1, points: n };
}

/** y = coefficient · x^exponent. */
export interface PowerLaw {
  readonly exponent: number;
  /** Standard error of the exponent; null for fewer than three points. */
  readonly error: number | null;
  readonly coefficient: number;
  readonly r2: number;
  readonly points: number;
}

/** Least squares in log-log over the points with positive x and y. Undefined for fewer than two different x. */
export function fitPowerLaw(points: readonly Point[]): PowerLaw | undefined {
  const line = fitLine(
    points.filter(({ x, y }) => x > 0 && y > 0).map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) })),
  );
  if (!line) return undefined;
  const { slope, error, intercept, r2, points: n } = line;
  return { exponent: slope, error, coefficient: Math.exp(intercept), r2, points: n };
}

/** y = coefficient · factor^x: each step of x multiplies y by the factor. */
export interface Exponential {
  readonly factor: number;
  /** ln of the factor. */
  readonly rate: number;
  /** Standard error of the rate; null for fewer than three points. */
  readonly error: number | null;
  readonly points: number;
}

/** Least squares of ln y over the points with positive y. Undefined for fewer than two different x. */
export function fitExponential(points: readonly Point[]): Exponential | undefined {
  const line = fitLine(points.filter(({ y }) => y > 0).map(({ x, y }) => ({ x, y: Math.log(y) })));
  return line && { factor: Math.exp(line.slope), rate: line.slope, error: line.error, points: line.points };
}

/** Fewest points of a fit that is shown. */
export const FEWEST_POINTS = 5;

/** Student's t at 97.5 %, by degrees of freedom from 1. */
const QUANTILES = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/** Half the width of the 95 % interval of a fit's slope; infinite if it has no standard error. */
export function halfWidth({ error, points }: { readonly error: number | null; readonly points: number }): number {
  if (error === null) return Number.POSITIVE_INFINITY;
  return error * (QUANTILES[points - 3] ?? 2.04);
}

/** The points from the geometric middle of x on, at least five if there are so many. There, constant costs no longer hide growing ones. */
export function upperHalf(points: readonly Point[]): Point[] {
  const rising = points.filter(({ x, y }) => x > 0 && Number.isFinite(y)).toSorted((a, b) => a.x - b.x);
  const middle = Math.sqrt((rising[0]?.x ?? 0) * (rising.at(-1)?.x ?? 0));
  const below = rising.filter(({ x }) => x < middle * (1 - 1e-9)).length;
  return rising.slice(Math.max(0, Math.min(below, rising.length - FEWEST_POINTS)));
}
