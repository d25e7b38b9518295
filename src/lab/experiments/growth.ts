import { fitPowerLaw, type Point, upperHalf } from './fit';
import { count, exponent } from './phrases';

/** Exponents of named costs over their common x, from the upper half of the points, as words. Undefined for too few points. */
export function growthWords(costs: Readonly<Record<string, readonly Point[]>>): string | undefined {
  const parts = Object.entries(costs).flatMap(([name, points]) => {
    const law = fitPowerLaw(upperHalf(points));
    return law ? [`${exponent(law.exponent)} for ${name}`] : [];
  });
  const xs = Object.values(costs).flatMap(points => upperHalf(points).map(({ x }) => x));
  if (parts.length === 0) return undefined;
  return `growth exponents from ${count(Math.min(...xs))} to ${count(Math.max(...xs))} tokens: ${parts.join(', ')}`;
}

/** Points of two columns, rows without a figure left out. */
export function pointsOf<R>(rows: readonly R[], x: (row: R) => number | null, y: (row: R) => number | null): Point[] {
  return rows.flatMap(row => {
    const at = { x: x(row), y: y(row) };
    return at.x === null || at.y === null ? [] : [{ x: at.x, y: at.y }];
  });
}
