export interface Point {
  readonly x: number;
  readonly y: number;
}

/** y = intercept + slope x. */
export interface Line {
  readonly slope: number;
  readonly intercept: number;
  /** Share of the variance of y that the line explains; 1 where y does not vary. */
  readonly r2: number;
  readonly points: number;
}

/** Least squares. Undefined for fewer than two different x. */
export function fitLine(points: readonly Point[]): Line | undefined {
  const n = points.length;
  const mean = (of: (point: Point) => number): number => points.reduce((sum, point) => sum + of(point), 0) / n;
  const centre = { x: mean(({ x }) => x), y: mean(({ y }) => y) };
  const xx = mean(({ x }) => (x - centre.x) ** 2);
  if (!(xx > 0)) return undefined;
  const yy = mean(({ y }) => (y - centre.y) ** 2);
  const xy = mean(({ x, y }) => (x - centre.x) * (y - centre.y));
  const slope = xy / xx;
  return { slope, intercept: centre.y - slope * centre.x, r2: yy > 0 ? (xy * xy) / (xx * yy) : 1, points: n };
}

/** y = coefficient · x^exponent. */
export interface PowerLaw {
  readonly exponent: number;
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
  return { exponent: line.slope, coefficient: Math.exp(line.intercept), r2: line.r2, points: line.points };
}

/** y = coefficient · factor^x: what one more x multiplies y by. Undefined for fewer than two different x. */
export function fitExponential(points: readonly Point[]): { readonly factor: number; readonly r2: number } | undefined {
  const line = fitLine(points.filter(({ y }) => y > 0).map(({ x, y }) => ({ x, y: Math.log(y) })));
  return line && { factor: Math.exp(line.slope), r2: line.r2 };
}

/** So that a slope is more than the line through two points. */
const FEWEST = 3;

/** The points from the geometric middle of x on, at least three where there are: there what does not grow no longer hides what does. */
export function upperHalf(points: readonly Point[]): Point[] {
  const rising = points.filter(({ x }) => x > 0).toSorted((a, b) => a.x - b.x);
  const middle = Math.sqrt((rising[0]?.x ?? 0) * (rising.at(-1)?.x ?? 0));
  const below = rising.filter(({ x }) => x < middle * (1 - 1e-9)).length;
  return rising.slice(Math.max(0, Math.min(below, rising.length - FEWEST)));
}
