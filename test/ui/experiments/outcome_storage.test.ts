import { expect, test } from 'vitest';
import { readOutcomes, writeOutcomes } from '../../../src/ui/experiments/outcome_storage';
import type { ExperimentOutcome } from '../../../src/ui/stores/experiments';

const outcome: ExperimentOutcome = {
  asked: { seed: 3 },
  params: { seed: 3, steps: 10 },
  adapter: 'some GPU',
  software: false,
  status: 'finished',
  progress: 1,
  message: 'finished',
  secondsLeft: null,
  seconds: 12,
  rows: [{ contender: 'A', accuracy: null, status: 'diverged' }],
  summary: ['A diverged.'],
};

const nothing = { outcomes: {}, earlier: {} };

function storage(first?: string) {
  const values = new Map(first === undefined ? [] : [['unroll.experiments', first]]);
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
}

test('what was measured comes back', () => {
  const kept = storage();
  const cancelled = { ...outcome, status: 'cancelled', progress: 0.1 } as const;
  const outcomes = { outcomes: { scaling: cancelled }, earlier: { scaling: outcome } };
  writeOutcomes(outcomes, kept);
  expect(readOutcomes(kept)).toEqual(outcomes);
});

test('an experiment under way when the page is closed comes back as cancelled, its rows kept', () => {
  const kept = storage();
  const running = { ...outcome, status: 'running', progress: 0.5, secondsLeft: 9 } as const;
  writeOutcomes({ outcomes: { scaling: running }, earlier: {} }, kept);
  expect(readOutcomes(kept).outcomes.scaling).toMatchObject({
    status: 'cancelled',
    secondsLeft: null,
    rows: outcome.rows,
  });
});

test('what is too long, and what has no rows, is not kept', () => {
  const kept = storage();
  const long = { ...outcome, rows: Array.from({ length: 9000 }, (_, n) => ({ n, words: 'a line of some length' })) };
  const outcomes = { scaling: long, sampling_cost: { ...outcome, rows: [] }, training_cost: outcome };
  writeOutcomes({ outcomes, earlier: {} }, kept);
  expect(Object.keys(readOutcomes(kept).outcomes)).toEqual(['training_cost']);
});

test('what does not fit is dropped by itself, and anything else at all is nothing', () => {
  const damaged = { ...outcome, rows: [{ n: [1] }] };
  const kept = storage(JSON.stringify({ version: 1, outcomes: { scaling: damaged, training_cost: outcome } }));
  expect(readOutcomes(kept)).toEqual({ outcomes: { training_cost: outcome }, earlier: {} });
  expect(readOutcomes(storage('{'))).toEqual(nothing);
  expect(readOutcomes(storage(JSON.stringify({ version: 99, outcomes: { scaling: outcome } })))).toEqual(nothing);
  expect(readOutcomes(storage())).toEqual(nothing);
});

test('storage that refuses harms nothing', () => {
  const full = {
    setItem() {
      throw new Error('quota exceeded');
    },
  };
  expect(() => writeOutcomes({ outcomes: { scaling: outcome }, earlier: {} }, full)).not.toThrow();
});
