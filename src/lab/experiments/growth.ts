import { fitPowerLaw, type Point, upperHalf } from './fit';
import { count, exponent } from './phrases';

/** How y grows with x, as words, from the upper half of the points: 'as the 0.97th power …'. Undefined for too few points. */
export function growth(points: readonly Point[]): { readonly exponent: number; readonly words: string } | undefined {
  const upper = upperHalf(points);
  const law = fitPowerLaw(upper);
  if (!law) return undefined;
  const xs = upper.map(({ x }) => x);
  const from = count(Math.min(...xs));
  const to = count(Math.max(...xs));
  return { exponent: law.exponent, words: `growth exponent ${exponent(law.exponent)} from ${from} to ${to} tokens` };
}

/** Points of two columns, rows without a figure left out. */
export function pointsOf<R>(rows: readonly R[], x: (row: R) => number | null, y: (row: R) => number | null): Point[] {
  return rows.flatMap(row => {
    const at = { x: x(row), y: y(row) };
    return at.x === null || at.y === null ? [] : [{ x: at.x, y: at.y }];
  });
}
