import { expect, it } from 'vitest';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { runExperiment } from '../../../src/lab/experiments/run_experiment';
import { sweep } from '../../../src/lab/experiments/sweep';
import { materials } from './tiny';

const base = {
  task: { name: 'parity', length: 8 },
  steps: 3,
  batch: 2,
  contenders: [{ name: 'RNN', d_model: 4, blocks: [{ mixer: 'rnn' }] }],
};

async function swept(params: object) {
  const run = {
    backend: new TwinBackend(),
    materials,
    params: { ...base, ...params },
    signal: new AbortController().signal,
  };
  const result = await runExperiment(sweep, run);
  if (result.error) throw result.error;
  return result;
}

it('a cell with several seeds is the mean of the races with one seed each', async () => {
  const axes = [{ setting: 'training.lr', values: [0.01] }];
  const both = await swept({ axes, seed: 5, seeds: 2 });
  const alone = [await swept({ axes, seed: 5 }), await swept({ axes, seed: 6 })].map(({ rows }) =>
    Number(rows[0]?.loss),
  );
  const [row] = both.rows;
  expect(row?.loss_low).toBe(Math.min(...alone));
  expect(row?.loss_high).toBe(Math.max(...alone));
  expect(Number(row?.loss)).toBeCloseTo(((alone[0] ?? 0) + (alone[1] ?? 0)) / 2, 12);
  expect(row?.loss_low).not.toBe(row?.loss_high);
});

it('a swept learning rate takes the place of a contender’s own', async () => {
  const axes = [{ setting: 'training.lr', values: [1e-8, 0.1] }];
  const [own] = base.contenders;
  const { rows } = await swept({ axes, contenders: [{ ...own, lr: 0.05 }] });
  expect(rows[0]?.loss).not.toBe(rows[1]?.loss);
});

it('each setting of the grid is what trains: the width changes the parameters, and the first axis goes across', async () => {
  const axes = [
    { setting: 'training.steps', values: [1, 2] },
    { setting: 'contenders.d_model', values: [4, 8] },
  ];
  const { rows } = await swept({ axes });
  expect(rows.map(({ across_setting, across, down }) => [across_setting, across, down])).toEqual([
    ['training.steps', 1, 4],
    ['training.steps', 1, 8],
    ['training.steps', 2, 4],
    ['training.steps', 2, 8],
  ]);
  expect(rows[0]?.parameters).toBe(rows[2]?.parameters);
  expect(Number(rows[1]?.parameters)).toBeGreaterThan(Number(rows[0]?.parameters));
});

it('names the best cell of each contender, and says when it lies at the edge of the grid', () => {
  const row = (lr: number, loss: number | null) => ({
    contender: 'RNN',
    across_setting: 'training.lr',
    across: lr,
    down_setting: '',
    down: '',
    loss,
    loss_low: loss,
    loss_high: loss,
    loss_error: null,
    accuracy: 0.5,
    seeds: 1,
    parameters: 10,
    seconds: 1,
    status: loss === null ? ('diverged' as const) : ('measured' as const),
  });
  const lrs = (...values: number[]) => sweep.schema.parse({ ...base, axes: [{ setting: 'training.lr', values }] });
  expect(sweep.summary([row(0.001, 2), row(0.01, 1), row(0.1, null)], lrs(0.001, 0.01, 0.1))).toEqual([
    'RNN is best at learning rate 0.01: 1.000 nats.',
    'RNN diverged in 1 of 3 cells.',
    'Each loss is of one seed; another seed moves it, so a small difference is no finding.',
  ]);
  // A single figure is not the best of several.
  expect(sweep.summary([row(0.001, 2), row(0.01, null)], lrs(0.001, 0.01))).toEqual([
    'RNN at learning rate 0.001: 2.000 nats.',
    'RNN diverged in 1 of 2 cells.',
  ]);
  expect(sweep.summary([row(0.001, 1), row(0.01, 2)], lrs(0.001, 0.01))[0]).toMatch(
    /^RNN is best at learning rate 0\.001: 1\.000 nats\. It lies at the edge of the grid/,
  );
  // A part of the grid has no best cell yet, and its edge is not that of the grid.
  expect(sweep.summary([row(0.001, 2), row(0.01, 1)], lrs(0.001, 0.01, 0.1))[0]).toBe(
    'RNN is best at learning rate 0.01: 1.000 nats, of 2 of 3 cells so far.',
  );
});

it.each([
  [[{ setting: 'blocks.taps', values: [1] }], /no block of the race has 'taps'/],
  [[{ setting: 'training.lr', values: [-1] }], /training\.lr=-1/],
  [
    [
      { setting: 'training.lr', values: [1e-3] },
      { setting: 'training.lr', values: [1e-2] },
    ],
    /given twice/,
  ],
])('axes that the race cannot have are refused before anything trains: %o', async (axes, message) => {
  await expect(swept({ axes })).rejects.toThrow(message);
});
