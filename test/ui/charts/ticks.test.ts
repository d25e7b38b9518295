import { expect, it } from 'vitest';
import { binaryTicks } from '../../../src/ui/charts/ticks';

it.each([
  [1024, 917_504, [1024, 8192, 65_536, 524_288]],
  [600, 1300, [600, 800, 1000, 1200]],
  [2800, 7000, [4096, 6144]],
  [3000, 3600, [3072, 3276.8, 3481.6]],
])('ticks of bytes from %i to %i are powers of two, or else round numbers of a unit', (from, to, expected) => {
  expect(binaryTicks(from, to)).toEqual(expected);
});
