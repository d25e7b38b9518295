import { expect, it } from 'vitest';
import { Recoveries } from '../../../src/lab/race/recoveries';

it('allows three in two minutes, and more once the oldest is past', () => {
  const recoveries = new Recoveries();
  expect([0, 1000, 2000, 3000, 119_999].map(time => recoveries.take(time))).toEqual([true, true, true, false, false]);
  expect(recoveries.take(120_000)).toBe(true);
  expect(recoveries.take(120_500)).toBe(false);
});
