import { expect, it } from 'vitest';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { findExperiment } from '../../../src/lab/experiments/registry';
import { runExperiment } from '../../../src/lab/experiments/run_experiment';
import { materials, tiny } from './tiny';

const lstm = { family: 'LSTM', name: 'Small', d_model: 4, blocks: [{ mixer: 'lstm' }] };
const attention = {
  family: 'Attention',
  name: 'Kept',
  d_model: 8,
  lr: 5e-3,
  blocks: [{ mixer: 'attention', heads: 2, kv_heads: 1 }],
};

function start(more: object) {
  const params = { ...tiny.recall_frontier?.params, ...more };
  const run = { backend: new TwinBackend(), materials, params, signal: new AbortController().signal };
  return runExperiment(findExperiment('recall_frontier'), run);
}

it('the first seed tries every rate, the others train with the best; a contender with a rate of its own has that', async () => {
  const { rows, cells, summary } = await start({ rates: [1e-3, 1e-2, 3e-2], seeds: 3, contenders: [lstm, attention] });
  const tried = (name: string) => cells.filter(({ key }) => key[0] === name).map(({ key }) => key.slice(1));
  const losses = cells.slice(0, 3).map(({ key, value }) => ({ lr: Number(key[1]), loss: Number(Object(value).loss) }));
  const [best] = losses.toSorted((a, b) => a.loss - b.loss);
  expect(tried('Small')).toEqual([
    [1e-3, 1],
    [1e-2, 1],
    [3e-2, 1],
    [best?.lr, 2],
    [best?.lr, 3],
  ]);
  expect(tried('Kept')).toEqual([1, 2, 3].map(seed => [5e-3, seed]));
  expect(rows.map(({ contender, pairs, lr, seeds }) => [contender, pairs, lr, seeds])).toEqual([
    ...[1, 2, 4].map(pairs => ['Small', pairs, best?.lr, 3]),
    ...[1, 2, 4].map(pairs => ['Kept', pairs, 5e-3, 3]),
  ]);
  const edge = best?.lr !== 1e-2;
  expect(summary.some(line => line.startsWith('The best learning rate was at an edge'))).toBe(edge);
});

it('bytes of state are those at the end, and what grows is named', async () => {
  const { rows, summary } = await start({ contenders: [lstm, attention] });
  // An LSTM carries h and c; attention keeps one head of keys and values for each of 16 tokens.
  expect(rows.map(({ state_bytes }) => state_bytes)).toEqual([32, 32, 32, 512, 512, 512]);
  expect(summary).toContainEqual(expect.stringMatching(/^Attention: the state grows with every token.*after 16/));
  expect(summary[0]).toMatch(/^1 pair, .*: Small \d.* with 32; Kept .* with 512\.$/);
});
