import { expect, test } from 'vitest';
import { ExperimentError } from '../../../src/lab/experiments/experiment';
import { parseParams } from '../../../src/lab/experiments/parse_params';
import { groupMeans, shortThenLong } from '../../../src/lab/experiments/short_then_long';

test('losses by position become means of sixteen equal groups, without positions that are not scored', () => {
  const loss = Float32Array.from({ length: 32 }, (_, t) => (t === 1 ? Number.NaN : t));
  expect(groupMeans(loss)).toEqual([0, ...Array.from({ length: 15 }, (_, i) => 2 * i + 2.5)]);
});

test('the sentence says what training on long sequences changed beyond the short ones', () => {
  const row = (trained: 'short only' | 'then long', steps: number, position: number, loss: number) => ({
    ...{ contender: 'LSTM', trained, steps, position, loss, loss_low: loss, loss_high: loss, loss_error: null },
    ...{ seeds: 1, status: 'measured' as const },
  });
  const rows = [
    row('short only', 400, 8, 9),
    row('short only', 400, 24, 2),
    row('short only', 400, 40, 3),
    row('then long', 500, 8, 9),
    row('then long', 500, 24, 1),
    row('then long', 500, 40, 2),
  ];
  const params = shortThenLong.schema.parse({});
  expect(shortThenLong.summary(rows, params)).toEqual([
    'LSTM, at positions 17 to 256: trained on 16 alone 2.500 nats after 400 steps, then on 256 1.500 nats after 500 steps.',
  ]);
  expect(shortThenLong.summary(rows.slice(0, 3), params)).toEqual([
    expect.stringContaining('no figure (not measured yet)'),
  ]);
});

test('long sequences that are not longer are refused before anything trains', () => {
  expect(() => parseParams(shortThenLong, { short: 64, long: 64 })).toThrow(ExperimentError);
});
