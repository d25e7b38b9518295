import { fitPowerLaw, type Point, upperHalf } from './fit';
import { count, fitted, tooFew } from './phrases';

/** Exponents of named costs over their common x, from the upper half of the points, in words. Undefined if nothing was measured. */
export function growthWords(costs: Readonly<Record<string, readonly Point[]>>): string | undefined {
  const halves = Object.entries(costs).map(([name, points]) => [name, upperHalf(points)] as const);
  const xs = halves.flatMap(([, points]) => points.map(({ x }) => x));
  if (xs.length === 0) return undefined;
  const parts = halves.map(([name, points]) => {
    const positive = points.filter(({ y }) => y > 0);
    if (positive.length === 0 && points.length > 0) return `${name} 0 throughout`;
    const law = fitPowerLaw(positive);
    return `${name} ${law ? fitted(law.exponent, law) : tooFew(new Set(positive.map(({ x }) => x)).size)}`;
  });
  const range = `from ${count(Math.min(...xs))} to ${count(Math.max(...xs))} tokens`;
  return `growth exponents ± standard error ${range}: ${parts.join(', ')}`;
}

/** Points of two columns, without the rows that have no figure. */
export function pointsOf<R>(rows: readonly R[], x: (row: R) => number | null, y: (row: R) => number | null): Point[] {
  return rows.flatMap(row => {
    const at = { x: x(row), y: y(row) };
    return at.x === null || at.y === null ? [] : [{ x: at.x, y: at.y }];
  });
}
