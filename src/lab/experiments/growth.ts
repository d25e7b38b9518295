import { FEWEST_POINTS, fitPowerLaw, type Point, upperHalf } from './fit';
import { count, fitted, tooFew } from './phrases';

/** Exponents of named costs over their common x, from the upper half of the points, in words. Undefined if nothing was measured. */
export function growthWords(costs: Readonly<Record<string, readonly Point[]>>): string | undefined {
  const halves = Object.entries(costs).map(([name, points]) => [name, upperHalf(points)] as const);
  const xs = halves.flatMap(([, points]) => points.map(({ x }) => x));
  if (xs.length === 0) return undefined;
  const [least, longest] = [Math.min(...xs), Math.max(...xs)].map(count);
  const range = least === longest ? `at ${least} tokens` : `from ${least} to ${longest} tokens`;
  const positive = halves.map(([, points]) => points.filter(({ y }) => y > 0));
  const places = positive.map(points => new Set(points.map(({ x }) => x)).size);
  const most = Math.max(...places);
  if (most < FEWEST_POINTS && !places.includes(0)) return `growth exponents ${range}: ${tooFew(most)}`;
  const parts = halves.map(([name, points], i) => {
    if (places[i] === 0 && points.length > 0) return `${name} 0 throughout`;
    const law = fitPowerLaw(positive[i] ?? []);
    return `${name} ${law ? fitted(law.exponent, law) : tooFew(places[i] ?? 0)}`;
  });
  return `growth exponents ± standard error ${range}: ${parts.join(', ')}`;
}

/** Points of two columns, without the rows that have no figure. */
export function pointsOf<R>(rows: readonly R[], x: (row: R) => number | null, y: (row: R) => number | null): Point[] {
  return rows.flatMap(row => {
    const at = { x: x(row), y: y(row) };
    return at.x === null || at.y === null ? [] : [{ x: at.x, y: at.y }];
  });
}
