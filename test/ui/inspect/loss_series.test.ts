import { expect, test } from 'vitest';
import { lossSeries } from '../../../src/ui/inspect/positions_panel';

test('losses at steps at which the length grew are lines beside that of now, the last first, over the same positions', () => {
  const loss = Float32Array.of(4, 3, 2, 1, 1);
  expect(lossSeries({ loss })).toEqual([{ name: 'loss', values: loss }]);
  const before = [
    { step: 100, length: 2, loss: [5, null, 6] },
    { step: 1200, length: 4, loss: [4, 3, 2, 2, 2] },
  ];
  const series = lossSeries({ loss, before });
  expect(series.map(({ name }) => name)).toEqual([
    'now',
    'step 1,200, length 4 until then',
    'step 100, length 2 until then',
  ]);
  expect(Array.from(series[2]?.values ?? [])).toEqual([5, 5, Number.NaN, Number.NaN, 6]);
});
