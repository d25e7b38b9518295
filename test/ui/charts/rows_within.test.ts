import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MOST_POINTS, rowsWithin } from '../../../src/ui/charts/rows_within';

const long = Float64Array.from({ length: 20_000 }, (_, i) => i + 1);
const wave = long.map(x => Math.sin(x / 50));

describe('the rows of a part of x', () => {
  test('are all its points, and the nearest measured ones outside', () => {
    const y = [1, Number.NaN, 3, 4, Number.NaN, 6, 7];
    expect(rowsWithin([{ key: 'a', x: [1, 2, 3, 4, 5, 6, 7], y }], [3, 5])).toEqual([
      { x: 1, values: { a: 1 } },
      { x: 3, values: { a: 3 } },
      { x: 4, values: { a: 4 } },
      { x: 6, values: { a: 6 } },
    ]);
  });

  test('are point by point as soon as so few are shown, whatever lies outside', () => {
    const rows = rowsWithin([{ key: 'a', x: long, y: wave }], [9001, 9400]);
    expect(rows).toHaveLength(402);
    expect(rows[200]).toEqual({ x: 9200, values: { a: wave[9199] } });
  });

  test('leave out what a logarithmic axis has no place for', () => {
    expect(rowsWithin([{ key: 'a', x: [0, 1, 10], y: [5, 6, 7] }], [1, 10], true).map(({ x }) => x)).toEqual([1, 10]);
  });

  test('have at most 500 points of each line, in every zoom', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 19_000 }),
        fc.integer({ min: 2, max: 20_000 }),
        fc.boolean(),
        (from, length, log) => {
          const lines = ['a', 'b', 'c'].map((key, i) => ({ key, x: long.map(x => x + i / 4), y: wave }));
          const rows = rowsWithin(lines, [from + 1, from + 1 + length], log);
          for (const { key } of lines)
            expect(rows.filter(({ values }) => values[key] != null).length).toBeLessThanOrEqual(MOST_POINTS);
          expect(rows.every(({ x }, i) => i === 0 || x > (rows[i - 1]?.x ?? 0))).toBe(true);
        },
      ),
      { numRuns: 20 },
    );
    expect(MOST_POINTS).toBe(500);
  });
});
