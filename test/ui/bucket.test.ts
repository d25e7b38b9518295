import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bandOf } from '../../src/ui/charts/band';
import { bucketRows } from '../../src/ui/charts/bucket';
import { valueNear } from '../../src/ui/charts/nearest';
import { Series } from '../../src/ui/stores/series';

const values = fc.array(fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(Number.NaN)), {
  minLength: 1,
  maxLength: 3000,
});

describe('bucketRows', () => {
  test('keeps few points as they are, and merges lines by x', () => {
    const rows = bucketRows([
      { key: 'a', x: [1, 2, 3], y: [10, Number.NaN, 30] },
      { key: 'b', x: [2, 3], y: [5, 6] },
    ]);
    expect(rows).toEqual([
      { x: 1, values: { a: 10 } },
      { x: 2, values: { b: 5 } },
      { x: 3, values: { a: 30, b: 6 } },
    ]);
  });

  test('never exceeds the limit, keeps x rising, and loses neither the least nor the greatest value', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 2, max: 500 }), fc.boolean(), (ys, limit, log) => {
        const xs = ys.map((_, i) => i + 1);
        const rows = bucketRows([{ key: 'a', x: xs, y: ys }], limit, log);
        expect(rows.length).toBeLessThanOrEqual(limit);
        rows.slice(1).forEach((row, i) => {
          expect(row.x).toBeGreaterThan(rows[i]?.x ?? Number.NaN);
        });
        const finite = ys.filter(Number.isFinite);
        const kept = rows.map(row => row.values.a ?? Number.NaN).filter(Number.isFinite);
        if (finite.length === 0) expect(rows).toEqual([]);
        else {
          expect(Math.min(...kept)).toBe(Math.min(...finite));
          expect(Math.max(...kept)).toBe(Math.max(...finite));
        }
      }),
      { numRuns: 60 },
    );
  });

  test('a spike and the valley beside it keep their order', () => {
    const ys = Array.from({ length: 1000 }, (_, i) => (i === 500 ? 9 : i === 501 ? -9 : 0));
    const rows = bucketRows([{ key: 'a', x: ys.map((_, i) => i), y: ys }], 100);
    const drawn = rows.map(row => row.values.a);
    expect(drawn.indexOf(9)).toBeGreaterThanOrEqual(0);
    expect(drawn.indexOf(9)).toBeLessThan(drawn.indexOf(-9));
  });
});

describe('bandOf', () => {
  test('gives the 10th, 50th, and 90th percentile of each piece', () => {
    const xs = Array.from({ length: 101 }, () => 7);
    const ys = Array.from({ length: 101 }, (_, i) => i);
    expect(bandOf(xs, ys)).toEqual([{ x: 7, low: 10, median: 50, high: 90 }]);
  });

  test('x rises and low <= median <= high, linear or log', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.double({ min: 0, max: 50, noNaN: true })), {
          minLength: 1,
        }),
        fc.boolean(),
        (pairs, log) => {
          const band = bandOf(
            pairs.map(([x]) => x),
            pairs.map(([, y]) => y),
            16,
            log,
          );
          expect(band.length).toBeGreaterThan(0);
          band.forEach((point, i) => {
            expect(point.low).toBeLessThanOrEqual(point.median + 1e-9);
            expect(point.median).toBeLessThanOrEqual(point.high + 1e-9);
            if (i > 0) expect(point.x).toBeGreaterThanOrEqual(band[i - 1]?.x ?? Number.NaN);
          });
        },
      ),
    );
  });
});

describe('Series', () => {
  test('grows without losing anything, and finds the nearest measured value', () => {
    const xs = new Series();
    const ys = new Series();
    for (let i = 0; i < 2000; i++) {
      xs.append([i]);
      ys.append([i % 50 === 0 ? i * 2 : Number.NaN]);
    }
    expect(xs.length).toBe(2000);
    expect(Array.from(xs.view())).toEqual(Array.from({ length: 2000 }, (_, i) => i));
    expect(valueNear(xs, ys, 149)).toBe(300);
    expect(valueNear(xs, ys, 170)).toBe(300);
    expect(valueNear(xs, ys, 190)).toBe(400);
    expect(valueNear(xs, ys, -5)).toBe(0);
  });
});
