import fc from 'fast-check';
import { expect, test } from 'vitest';
import { movedBy, nearestIndex, pointerOf } from '../../../src/ui/charts/pointer';

test('charts of a group share one pointer, other groups have their own', () => {
  const seen: (number | null)[] = [];
  const stop = pointerOf('curves').subscribe(({ x }) => seen.push(x));
  pointerOf('curves').setState({ x: 37 });
  pointerOf('positions').setState({ x: 5 });
  pointerOf('curves').setState({ x: null });
  stop();
  expect(seen).toEqual([37, null]);
  expect(pointerOf('positions').getState().x).toBe(5);
});

test('the nearest value is the one that a search of all values finds', () => {
  const values = fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(values, fc.integer({ min: -50, max: 1050 }), (unsorted, x) => {
      const xs = unsorted.toSorted((a, b) => a - b);
      const found = Math.abs((xs[nearestIndex(xs, x)] ?? Number.NaN) - x);
      expect(found).toBe(Math.min(...xs.map(value => Math.abs(value - x))));
    }),
  );
  expect(nearestIndex([], 3)).toBe(-1);
});

test('keys move the pointer from point to point and stop at the ends', () => {
  const xs = Array.from({ length: 30 }, (_, i) => 2 * i);
  expect(movedBy('ArrowLeft', xs, null)).toBe(58);
  expect(movedBy('ArrowLeft', xs, 20)).toBe(18);
  expect(movedBy('ArrowRight', xs, 20)).toBe(22);
  expect(movedBy('ArrowRight', xs, 58)).toBe(58);
  expect(movedBy('PageDown', xs, 30)).toBe(10);
  expect(movedBy('PageDown', xs, 6)).toBe(0);
  expect(movedBy('PageUp', xs, 30)).toBe(50);
  expect(movedBy('Home', xs, 30)).toBe(0);
  expect(movedBy('End', xs, null)).toBe(58);
  expect(movedBy('Escape', xs, 30)).toBe(null);
  expect(movedBy('s', xs, 30)).toBeUndefined();
  expect(movedBy('End', [], null)).toBe(null);
});

test('the pointer stays with its point while the curves grow', () => {
  pointerOf('growing').setState({ x: 4 });
  expect(movedBy('ArrowRight', [1, 2, 3, 4, 5, 6, 7], pointerOf('growing').getState().x)).toBe(5);
});
