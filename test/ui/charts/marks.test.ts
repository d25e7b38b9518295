import { expect, test } from 'vitest';
import { plotMarks, stepAt } from '../../../src/ui/charts/marks';
import { placeMarks } from '../../../src/ui/charts/place_marks';
import { appendPoints, emptyCurve } from '../../../src/ui/stores/curve';

/** A contender that has made so many steps, each of so many seconds. */
function member(steps: number, seconds: number) {
  const curve = emptyCurve();
  const step = Float64Array.from({ length: steps }, (_, i) => i + 1);
  const none = step.map(() => Number.NaN);
  appendPoints(curve, {
    step,
    loss: none,
    validation: none,
    accuracy: none,
    gradientNorm: none,
    tokens: step.map(at => 10 * at),
    flops: none,
    seconds: step.map(at => seconds * at),
  });
  return { curve };
}

const members = [member(10, 1), member(6, 3)];
const measure = (text: string) => 6 * text.length;

test('a mark lies where the contenders reach its step, from the first to the last', () => {
  const marks = [
    { step: 4, text: 'a' },
    { step: 8, text: 'b' },
    { step: 20, text: 'c' },
  ];
  expect(plotMarks(marks, members, 'step')).toEqual([
    { number: 1, text: 'a', from: 4, to: 4 },
    { number: 2, text: 'b', from: 8, to: 8 },
  ]);
  expect(plotMarks(marks, members, 'seconds').map(({ from, to }) => [from, to])).toEqual([
    [4, 12],
    [8, 8],
  ]);
});

test('a note begins at the step that was pointed at, on every axis, or at the last one', () => {
  expect(stepAt(members, 'seconds', 3.2)).toBe(3);
  expect(stepAt(members, 'tokens', 72)).toBe(7);
  expect(stepAt(members, 'step', null)).toBe(10);
  expect(stepAt([], 'step', 3)).toBe(0);
});

test('words stand beside a mark where there is room, else its number; marks outside the shown part are left out', () => {
  const frame = { left: 0, right: 200, top: 0, toX: (x: number) => x };
  const mark = (number: number, text: string, at: number) => ({ number, text, from: at, to: at });
  const words = (...marks: Parameters<typeof placeMarks>[0][number][]) =>
    placeMarks(marks, frame, measure).map(placed => placed.words);
  expect(words(mark(1, 'one', 10), mark(2, 'two', 100), mark(3, 'three', 250))).toEqual(['1 one', '2 two']);
  expect(words(mark(1, 'a long note', 10), mark(2, 'two', 40))).toEqual(['1', '2 two']);
  expect(words(mark(1, 'one', 100), mark(2, 'two', 102))).toEqual(['1', '']);
  expect(words(mark(1, 'x'.repeat(80), 10))[0]).toMatch(/^1 x+…$/);
});
