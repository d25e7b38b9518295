import { describe, expect, test } from 'vitest';
import { rateOver } from '../../../src/ui/charts/rate';
import { smoothed } from '../../../src/ui/charts/smoothing';

describe('smoothing', () => {
  test('is a mean in which a value counts half after a half-life, without a bias at the start', () => {
    expect([...smoothed([4, 1], 1)]).toEqual([4, (4 / 2 + 1) / 1.5]);
    expect([...smoothed([7, 7, 7, 7], 5)].map(mean => Math.round(mean * 1e9) / 1e9)).toEqual([7, 7, 7, 7]);
  });

  test('counts steps, not values: those between measurements fade too, and stay empty', () => {
    const [first, between, second] = smoothed([4, Number.NaN, 1], 2);
    expect([first, between]).toEqual([4, Number.NaN]);
    expect(second).toBeCloseTo((4 / 2 + 1) / 1.5, 12);
  });

  test('follows a jump by half after one half-life', () => {
    const values = Float64Array.from({ length: 2000 }, (_, i) => (i < 1000 ? 0 : 1));
    expect(smoothed(values, 100)[1099]).toBeCloseTo(0.5, 2);
  });
});

describe('the rate of an amount', () => {
  test('is over the last quarter of a second, or since the beginning', () => {
    const seconds = [0.1, 0.2, 0.3, 0.4, 0.5];
    const tokens = [10, 20, 30, 40, 150];
    const rates = rateOver(tokens, seconds);
    expect(rates[0]).toBeCloseTo(100, 9);
    expect(rates[2]).toBeCloseTo(100, 9);
    expect(rates[4]).toBeCloseTo((150 - 20) / 0.3, 9);
    expect(rateOver([5], [0])[0]).toBeNaN();
  });
});
