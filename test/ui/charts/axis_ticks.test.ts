import fc from 'fast-check';
import { expect, test } from 'vitest';
import { curveAxes } from '../../../src/ui/charts/axes';
import type { Axis } from '../../../src/ui/charts/axis';
import { axisTicks } from '../../../src/ui/charts/axis_ticks';
import { plotFrame } from '../../../src/ui/charts/plot_frame';
import { padded, timeTicks } from '../../../src/ui/charts/ticks';
import { roundCount, timeTick } from '../../../src/ui/format';

const axis = (from: number, to: number, more: Partial<Axis> = {}): Axis => ({
  label: '',
  domain: [from, to],
  log: false,
  format: String,
  ...more,
});

/** About the width of a text at 11 pixels in a usual font. */
const measure = (text: string) => text.length * 6.2;

const finite = (min: number, max: number) => fc.double({ min, max, noNaN: true });

test('ticks of every axis of a race differ, and there are at least two', () => {
  fc.assert(
    fc.property(fc.constantFrom(...curveAxes), finite(1e-3, 1e6), (view, end) => {
      const to = view.whole ? Math.ceil(end) : end;
      const x = axis(0, to, { format: view.format, tickFormat: view.tickFormat, whole: view.whole, time: !view.whole });
      const labels = axisTicks(x, 7).map(({ label }) => label);
      expect(new Set(labels).size).toBe(labels.length);
      expect(labels.length).toBeGreaterThan(1);
    }),
  );
});

test('a log axis has ticks even if no power of ten lies within it', () => {
  for (const [from, to] of [
    [3.38, 3.62],
    [2.1, 2.6],
    [0.12, 0.13],
    [1.02, 9.7],
  ] as const) {
    expect(axisTicks(axis(from, to, { log: true }), 5).length, `${from} to ${to}`).toBeGreaterThan(1);
  }
});

test('labels are not cut and do not touch, for every range and size', () => {
  const size = fc.record({ width: fc.integer({ min: 260, max: 900 }), height: fc.integer({ min: 90, max: 500 }) });
  fc.assert(
    fc.property(
      size,
      finite(1e-4, 1e4),
      finite(1e-4, 1e4),
      fc.boolean(),
      fc.integer({ min: 1, max: 1e9 }),
      (box, a, b, log, to) => {
        const x = axis(0, to, { format: roundCount, whole: true });
        const [low, high] = padded(Math.min(a, b), Math.max(a, b), log);
        const frame = plotFrame(box, x, axis(low, high, { log }), measure);
        let free = 0;
        for (const { at, label } of frame.xTicks) {
          const left = frame.toX(at) - measure(label) / 2;
          expect(left).toBeGreaterThanOrEqual(free);
          free = left + measure(label);
          expect(free).toBeLessThanOrEqual(box.width);
        }
        let below = Number.POSITIVE_INFINITY;
        for (const { at, label } of frame.yTicks) {
          expect(measure(label)).toBeLessThan(frame.left);
          expect(frame.toY(at)).toBeLessThan(below - 10);
          below = frame.toY(at);
          expect(frame.toY(at)).toBeGreaterThanOrEqual(6);
        }
      },
    ),
  );
});

test('ticks of time are round on a clock, and written exactly', () => {
  expect(timeTicks(0, 130, 5).map(timeTick)).toEqual(['0 s', '30 s', '1 min', '1 min 30 s', '2 min']);
  expect(timeTicks(0, 4, 5).map(timeTick)).toEqual(['0 s', '1 s', '2 s', '3 s', '4 s']);
  expect(timeTicks(0, 7300, 5).map(timeTick)).toEqual(['0 s', '30 min', '1 h', '1 h 30 min', '2 h']);
  expect(timeTicks(0, 6 * 86_400, 5).map(timeTick)).toEqual(['0 s', '48 h', '96 h', '144 h']);
  expect(timeTicks(0, 0.3, 5).map(timeTick)).toContain('0.2 s');
});

test('round counts have no useless zeros', () => {
  expect([0, 500, 2000, 15_000, 2_500_000, 1e9, 100_000].map(roundCount)).toEqual([
    '0',
    '500',
    '2,000',
    '15k',
    '2.5M',
    '1G',
    '100k',
  ]);
});

test('a pixel and its value in data units are each other’s inverse, linear and log', () => {
  for (const log of [false, true]) {
    const frame = plotFrame({ width: 500, height: 200 }, axis(log ? 1 : 0, 512, { log }), axis(0, 1), measure);
    for (const x of [1, 7, 100, 512]) expect(frame.xAt(frame.toX(x))).toBeCloseTo(x, 6);
    expect(frame.xAt(-100)).toBeCloseTo(log ? 1 : 0);
    expect(frame.xAt(10_000)).toBeCloseTo(512);
    // The first point lies within the plot.
    expect(frame.toX(1)).toBeGreaterThanOrEqual(frame.left);
  }
});
