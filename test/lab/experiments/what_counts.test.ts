import { expect, it } from 'vitest';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { scoreLength } from '../../../src/lab/experiments/instruments/score_length';
import { makeContender } from '../../../src/lab/experiments/instruments/train_contender';
import { wilson } from '../../../src/lab/experiments/intervals';
import { lengthGeneralisation } from '../../../src/lab/experiments/length_generalisation';
import { trainingOf } from '../../../src/lab/experiments/recipe';
import { findExperiment } from '../../../src/lab/experiments/registry';
import { runExperiment } from '../../../src/lab/experiments/run_experiment';
import { accuracyCells } from '../../../src/lab/experiments/seeds';
import { trainingCost } from '../../../src/lab/experiments/training_cost';
import { openTask } from '../../../src/tasks/registry';
import { initialWeights } from '../../support/initial_weights';
import { materials, tiny } from './tiny';

it('answers within a sequence are not independent: an interval counts sequences, and says how many', async () => {
  const lstm = { name: 'LSTM', d_model: 8, blocks: [{ mixer: 'lstm' }] };
  const task = { name: 'selective_copying', copied: 4, vocabulary: 4 };
  const own = { task, train_length: 4, lengths: [4], tokens: 60, steps: 1, contenders: [lstm] };
  const params = { ...tiny.length_generalisation?.params, ...own };
  const run = { backend: new TwinBackend(), materials, params, signal: new AbortController().signal };
  const { rows, summary, error } = await runExperiment(findExperiment('length_generalisation'), run);
  expect(error).toBeUndefined();
  expect(rows).toMatchObject([{ scored: 20, sequences: 5 }]);
  const [low, high] = wilson(Number(rows[0]?.accuracy), 5);
  expect(rows).toMatchObject([{ accuracy_low: low, accuracy_high: high }]);
  expect(summary[0]).toMatch(/ of 20 answers \(95 % interval \d+\.\d % to \d+\.\d %, from 5 sequences\)/);
});

/** A cost that is constant up to 256 tokens and then grows with the square of the length. */
function costs(lengths: readonly number[], batchOf: (L: number) => number) {
  return lengths.map(L => ({
    contender: 'A',
    length: L,
    batch: batchOf(L),
    milliseconds: L <= 256 ? 7 : (7 * L ** 2) / 256 ** 2,
    p10: null,
    p90: null,
    bytes: 1000,
    status: 'measured' as const,
  }));
}

const lengths = [16, 32, 64, 128, 256, 512, 1024, 2048, 4096];

it('training_cost compares steps of the same tokens, and says that longer sequences are larger steps', () => {
  const params = trainingCost.schema.parse({ tokens: 256 });
  const batchOf = (L: number): number => Math.max(1, 256 / L);
  const [words, ...others] = trainingCost.summary(costs(lengths, batchOf), params);
  expect(words).toContain('A, at 256 tokens a step, growth exponents');
  expect(words).toMatch(/from 16 to 256 tokens: time per step 0\.00 ± < 0\.01 \(5 points\)/);
  expect(others).toEqual([expect.stringContaining('longer than 256 tokens holds more')]);
  expect(trainingCost.summary(costs(lengths.slice(0, 5), batchOf), params)).toHaveLength(1);
  const uneven = trainingCost.summary(
    costs([16, 32, 100], L => Math.floor(256 / L)),
    params,
  );
  expect(uneven).toEqual([expect.stringContaining('A, at 256 tokens a step at most, growth exponents')]);
});

it('training_cost of equal batches leaves no length out', () => {
  const params = trainingCost.schema.parse({ tokens: 256, batch: 2 });
  const [words, ...others] = trainingCost.summary(
    costs(lengths, () => 2),
    params,
  );
  expect(words).toMatch(/A, with batches of 2, .* to 4,096 tokens: time per step 2\.00/);
  expect(others).toEqual([]);
});

it('a model whose logits are not finite is not measured at a length: it diverged, and the summary says where', async () => {
  const backend = new TwinBackend();
  const params = lengthGeneralisation.schema.parse(tiny.length_generalisation?.params);
  const task = await openTask({ name: 'parity', length: 6 }, 1, materials);
  const training = trainingOf(params);
  const contender = await makeContender(backend, { task, contender: params.contenders[0], training });
  const { signal } = new AbortController();
  expect(await scoreLength(backend, contender, task, params, signal)).toMatchObject({ status: 'measured' });
  const weights = initialWeights(contender.model, 1);
  weights.get('backbone.embedding.weight')?.fill(Number.NaN);
  contender.trainer.parameters.write(weights);
  expect(await scoreLength(backend, contender, task, params, signal)).toEqual({ status: 'diverged' });
  contender.destroy();
  expect(backend.counters.bytes).toBe(0);
  const counted = { scored: 4, sequences: 4, seeds: 1, seconds: 1 };
  const row = { contender: 'LSTM', ...accuracyCells([]), ...counted };
  const rows = [
    { ...row, length: params.train_length, accuracy: 1, status: 'measured' as const },
    { ...row, length: 12, accuracy: null, status: 'diverged' as const },
  ];
  expect(lengthGeneralisation.summary(rows, params)).toEqual([
    expect.stringMatching(/100\.0 % of 4 answers.*, diverged at 12\..*lower learning rate/),
  ]);
});
