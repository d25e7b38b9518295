import { expect, it } from 'vitest';
import { z } from 'zod';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import type { Experiment } from '../../../src/lab/experiments/experiment';
import { findExperiment } from '../../../src/lab/experiments/registry';
import { runExperiment, type TimedUpdate } from '../../../src/lab/experiments/run_experiment';
import { materials, tiny } from './tiny';

const signal = new AbortController().signal;

const failing: Experiment<unknown, { readonly n: number }> = {
  name: 'failing',
  title: 'Failing',
  question: '',
  claim: '',
  published: [],
  schema: z.strictObject({}),
  fields: [],
  columns: [{ key: 'n', title: 'N' }],
  charts: [],
  async run({ report }) {
    report({ progress: 0, message: 'start' });
    report({ progress: 0.5, message: 'half', row: { n: 1 } });
    report({ progress: 0.25, message: 'back' });
    throw new Error('no more');
  },
  summary: rows => [`${rows.length} row`],
};

it('a run that fails keeps its rows and says why; progress never falls', async () => {
  const updates: TimedUpdate[] = [];
  const onUpdate = (update: TimedUpdate): void => void updates.push(update);
  const run = { backend: new TwinBackend(), materials, params: {}, signal, onUpdate };
  const result = await runExperiment(failing, run);
  expect(result).toMatchObject({ ended: 'failed', rows: [{ n: 1 }], summary: ['1 row'] });
  expect(String(result.error)).toMatch(/no more/);
  expect(updates.map(({ progress }) => progress)).toEqual([0, 0.5, 0.5]);
  expect(updates[0]?.secondsLeft).toBeNull();
  expect(updates[1]?.secondsLeft).toBeGreaterThanOrEqual(0);
});

it('bad parameters are named before anything runs', async () => {
  const run = { backend: new TwinBackend(), materials, params: { depth: 3 }, signal };
  await expect(runExperiment(failing, run)).rejects.toThrow(/failing.*depth/);
});

it('words are tested at exactly the requested length, for any shortest length in training', async () => {
  const params = { ...tiny.length_generalisation?.params, task: { name: 'parity', shortest: 5 }, lengths: [3] };
  const { rows, error } = await runExperiment(findExperiment('length_generalisation'), {
    backend: new TwinBackend(),
    materials,
    params,
    signal,
  });
  expect(error).toBeUndefined();
  expect(rows.map(({ length, scored }) => ({ length, scored }))).toEqual(Array(2).fill({ length: 3, scored: 16 }));
});
