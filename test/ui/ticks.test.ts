import fc from 'fast-check';
import { expect, test } from 'vitest';
import { raceExtent } from '../../src/ui/charts/axes';
import { distinct, linearTicks, padded } from '../../src/ui/charts/ticks';
import { compact } from '../../src/ui/format';
import { appendPoints, emptyCurve } from '../../src/ui/stores/curve';

test('an axis of whole numbers has no tick between them, even if it is short', () => {
  expect(linearTicks(0, 1, 6, 1)).toEqual([0, 1]);
  expect(linearTicks(0, 4, 6, 1)).toEqual([0, 1, 2, 3, 4]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), to => {
      const words = distinct(linearTicks(0, to, 6, 1), compact).map(compact);
      expect(new Set(words).size).toBe(words.length);
      expect(words.length).toBeGreaterThan(1);
    }),
  );
});

test('ticks that repeat a label are dropped', () => {
  expect(distinct([0, 0.2, 0.4, 0.6, 1], value => String(Math.round(value)))).toEqual([0, 0.6]);
});

test('a single value gets ticks of few digits', () => {
  for (const value of [0.701315, 3.30012, 41.07, 0]) {
    const [low, high] = padded(value, value, false);
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
    const ticks = linearTicks(low, high, 4);
    expect(ticks.length).toBeGreaterThan(1);
    for (const tick of ticks) expect(String(tick).length).toBeLessThanOrEqual(7);
  }
});

test('charts of a race end at its furthest contender, and the first points have room on the right', () => {
  const at = (steps: number) => {
    const curve = emptyCurve();
    const step = Float64Array.from({ length: steps }, (_, i) => i + 1);
    const other = step.map(() => 1);
    appendPoints(curve, {
      step,
      loss: other,
      validation: other,
      accuracy: other,
      gradientNorm: other,
      tokens: step.map(s => s * 64),
      flops: other,
      seconds: step.map(s => s / 2),
    });
    return { curve };
  };
  expect(raceExtent([at(0), at(0)], 'step')).toBe(1);
  expect(raceExtent([at(1), at(0)], 'step')).toBe(4);
  expect(raceExtent([at(1), at(2)], 'tokens')).toBe(256);
  expect(raceExtent([at(90), at(100)], 'seconds')).toBe(50);
});
