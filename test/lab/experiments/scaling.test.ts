import { expect, it } from 'vitest';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { runExperiment } from '../../../src/lab/experiments/run_experiment';
import { bestRate, carriedRate } from '../../../src/lab/experiments/scaled_rate';
import { scaling } from '../../../src/lab/experiments/scaling';
import { materials } from './tiny';

const base = {
  task: { name: 'text', length: 8 },
  batch: 2,
  sizes: [600, 1200, 2400],
  tokens_per_parameter: 0.1,
  contenders: [{ name: 'LSTM', blocks: [{ mixer: 'lstm' }] }],
};

async function scaled(params: object) {
  const { signal } = new AbortController();
  const progress: number[] = [];
  const onUpdate = (update: { progress: number }): void => void progress.push(update.progress);
  const run = { backend: new TwinBackend(), materials, params: { ...base, ...params }, signal, onUpdate };
  const result = await runExperiment(scaling, run);
  if (result.error) throw result.error;
  return { ...result, progress };
}

it('tries the rates at the two smallest sizes, keeps the best, and carries it on in inverse proportion to the width', async () => {
  const rates = [1e-5, 3e-2];
  const { rows, cells, summary, progress } = await scaled({ rates, seeds: 2 });
  const [first, second, third] = rows;
  expect([first?.lr, second?.lr]).toEqual([3e-2, 3e-2]);
  expect(Number(third?.lr)).toBeCloseTo((3e-2 * Number(second?.width)) / Number(third?.width), 12);
  expect(Number(third?.width)).toBeGreaterThan(Number(second?.width));
  // The first seed of the best rate trains once: 2 rates and a second seed at two sizes, two seeds at the third.
  expect(cells).toHaveLength(2 * 3 + 2);
  expect(summary).toContainEqual(expect.stringContaining('the best of 0.00001 or 0.03 for each family'));
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(progress.at(-1)).toBeCloseTo(1);
});

it('without rates each family has its own rate, or the common one, at every size', async () => {
  const { rows } = await scaled({ contenders: [{ ...base.contenders[0], lr: 5e-3 }], sizes: [600, 1200] });
  expect(rows.map(({ lr }) => lr)).toEqual([5e-3, 5e-3]);
});

it('a rate that diverged is never best', () => {
  const tried = [
    { lr: 1, width: 8, loss: null },
    { lr: 0.1, width: 8, loss: 2 },
    { lr: 0.01, width: 8, loss: 3 },
  ];
  expect(bestRate(tried)?.lr).toBe(0.1);
  expect(bestRate(tried.slice(0, 1))).toBeUndefined();
  expect(carriedRate({ lr: 0.1, width: 8 }, 32)).toBe(0.025);
});
