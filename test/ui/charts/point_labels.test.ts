import { describe, expect, it } from 'vitest';
import { plotFrame } from '../../../src/ui/charts/plot_frame';
import { leaderOf, type NamedPoint, placePoints } from '../../../src/ui/charts/point_labels';

const measure = (text: string): number => 6 * text.length;
const axis = { label: '', domain: [0, 1] as const, log: false, format: String };
const frame = plotFrame({ width: 400, height: 300 }, axis, axis, measure);
const point = (name: string, x: number, y: number): NamedPoint => ({ name, x, y, slot: 0 });

describe('placePoints', () => {
  it('puts a label beside its point, to the left where the plot ends', () => {
    const [middle, last] = placePoints([point('middle', 0.5, 0.5), point('last', 1, 0.5)], frame, measure);
    expect(middle?.label?.x).toBeGreaterThan(middle?.x ?? Number.NaN);
    expect(last?.label?.x).toBeLessThan(last?.x ?? Number.NaN);
    expect(middle && leaderOf(middle)).toBeNull();
  });

  it('moves labels of equal points apart, with a line from the point to a label that is far', () => {
    const placed = placePoints(
      Array.from({ length: 9 }, (_, i) => point(`point ${i}`, 0.5, 0.5)),
      frame,
      measure,
    );
    const boxes = placed.flatMap(({ label }) => (label ? [label] : []));
    expect(boxes).toHaveLength(9);
    for (const [i, a] of boxes.entries()) {
      for (const b of boxes.slice(0, i)) {
        const beside = a.x + a.width <= b.x || b.x + b.width <= a.x;
        expect(beside || Math.abs(a.y - b.y) >= 13).toBe(true);
      }
    }
    expect(placed.some(one => leaderOf(one) !== null)).toBe(true);
  });

  it('leaves out a label without room, and keeps its point', () => {
    const wide = 'x'.repeat(80);
    expect(placePoints([point(wide, 0.5, 0.5)], frame, measure)).toMatchObject([{ name: wide, label: null }]);
  });
});
