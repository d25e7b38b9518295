import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extentOf, moved, partOf, pinched, type Range, zoomed } from '../../../src/ui/charts/range';
import { zoomedBy } from '../../../src/ui/charts/zoom_keys';

const steps = extentOf([0, 100], false, true);
const decades = extentOf([1, 10_000], true);

describe('the shown part of an axis', () => {
  test('is what was asked for, within the ends, and null where it is all', () => {
    expect(partOf([20, 40], steps)).toEqual([20, 40]);
    expect(partOf([-10, 20], steps)).toEqual([0, 30]);
    expect(partOf([-10, 120], steps)).toBeNull();
    expect(partOf(null, steps)).toBeNull();
    // A part that was chosen on a linear axis starts where a logarithmic one can.
    expect(partOf([0, 35], decades)).toEqual([1, 35]);
  });

  test('is never shorter than can be read', () => {
    expect(partOf([50, 50.1], steps)).toEqual([49.05, 51.05]);
    expect(partOf([99.9, 100], steps)).toEqual([98, 100]);
  });

  test('after a zoom keeps the place that it was about, in the ratio of a logarithmic axis too', () => {
    expect(zoomed([0, 100], 0.5, 100, steps)).toEqual([50, 100]);
    expect(zoomed([0, 100], 0.5, 20, steps)).toEqual([10, 60]);
    const [from, to] = zoomed([1, 10_000], 0.5, 100, decades) ?? [0, 0];
    expect([from, to].map(end => Math.round(end * 1e6) / 1e6)).toEqual([10, 1000]);
    expect(zoomed([40, 60], 1000, 50, steps)).toBeNull();
  });

  test('moves until it meets an end, and keeps its length', () => {
    expect(moved([20, 40], 0.25, steps)).toEqual([25, 45]);
    expect(moved([20, 40], -5, steps)).toEqual([0, 20]);
    expect(moved([90, 100], 0.25, steps)).toEqual([90, 100]);
  });

  test('under two fingers has what they hold where they are', () => {
    expect(pinched([40, 60], [0.25, 0.75], steps)).toEqual([30, 70]);
    expect(pinched([40, 60], [0.5, 0.505], steps)).toBeNull();
  });

  test('lies within the ends and rises, whatever is asked for', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(number, number, fc.constantFrom(steps, decades), (a, b, extent) => {
        const [from, to]: Range = partOf([a, b], extent) ?? extent.range;
        expect(from).toBeLessThan(to);
        expect(from).toBeGreaterThanOrEqual(extent.range[0] - 1e-9);
        expect(to).toBeLessThanOrEqual(extent.range[1] * (1 + 1e-9));
      }),
    );
  });

  test('follows the keys: plus, minus, 0, and Shift with an arrow', () => {
    const press = (key: string, shiftKey = false) => zoomedBy({ key, shiftKey }, [40, 60], 50, steps);
    expect(press('+')).toEqual([45, 55]);
    expect(press('-')).toEqual([30, 70]);
    expect(press('0')).toBeNull();
    expect(press('ArrowRight', true)).toEqual([45, 65]);
    expect(press('ArrowRight')).toBeUndefined();
  });
});
