import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergedLevels, type PlacedLabel, placeLabels } from '../../../src/ui/charts/label_layout';
import { Occupancy } from '../../../src/ui/charts/occupancy';

const area = { left: 40, right: 540, top: 8, bottom: 200 };
const measure = (text: string) => text.length * 6;
const empty = new Occupancy(560, 220);
const height = fc.integer({ min: 20, max: 190 });

const meet = (a: PlacedLabel, b: PlacedLabel) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

test('names never overlap, lie on another’s level, or leave the plot', () => {
  fc.assert(
    fc.property(fc.uniqueArray(height, { minLength: 1, maxLength: 5 }), heights => {
      const levels = mergedLevels(heights.map((y, i) => ({ name: `level ${i}`, y })));
      const labels = placeLabels(levels, area, measure, empty);
      labels.forEach((label, i) => {
        expect(label.left).toBeGreaterThanOrEqual(area.left);
        expect(label.right).toBeLessThanOrEqual(area.right);
        expect(label.top).toBeGreaterThanOrEqual(area.top);
        expect(label.bottom).toBeLessThanOrEqual(area.bottom);
        for (const other of labels.slice(i + 1)) expect(meet(label, other)).toBe(false);
        for (const { name, y } of levels)
          if (name !== label.name) expect(y <= label.top || y >= label.bottom).toBe(true);
      });
    }),
  );
});

test('two levels a few pixels apart each have their own name', () => {
  const labels = placeLabels(
    [
      { name: 'unigram', y: 100 },
      { name: 'bigram', y: 104 },
    ],
    area,
    measure,
    empty,
  );
  expect(labels.map(({ name }) => name)).toEqual(['unigram', 'bigram']);
});

test('levels at the same height share a line and a name', () => {
  expect(
    mergedLevels([
      { name: 'chance', y: 80.2 },
      { name: 'best of the rest', y: 30 },
      { name: 'unigram', y: 81 },
    ]),
  ).toEqual([
    { name: 'best of the rest', y: 30 },
    { name: 'chance · unigram', y: 80.2 },
  ]);
});

test('a name goes where no curve passes, and stays there while curves hardly move', () => {
  const curves = new Occupancy(560, 220);
  // A curve over the left half, along the level.
  for (let x = 40; x < 290; x += 10) {
    curves.add(x, 95, x + 10, 95);
    curves.add(x, 105, x + 10, 105);
  }
  const level = [{ name: 'unigram', y: 100 }];
  const [first] = placeLabels(level, area, measure, curves);
  expect(first?.left).toBeGreaterThan(290);
  expect(curves.within(first?.left ?? 0, first?.top ?? 0, first?.right ?? 0, first?.bottom ?? 0)).toBe(0);
  const [again] = placeLabels(level, area, measure, empty, first ? [first] : []);
  expect(again).toEqual(first);
});

test('a steep piece of a line covers all its squares, not only those at its ends', () => {
  const curves = new Occupancy(100, 100);
  curves.add(10, 0, 20, 96);
  expect(curves.within(8, 40, 24, 56)).toBeGreaterThan(3);
  expect(curves.within(40, 0, 90, 90)).toBe(0);
});
