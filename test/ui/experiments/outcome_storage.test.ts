import { beforeEach, expect, test } from 'vitest';
import { OutcomeStorage } from '../../../src/ui/experiments/outcome_storage';
import { asideStore } from '../../../src/ui/stores/aside';
import type { ExperimentOutcome } from '../../../src/ui/stores/experiments';
import { unstoredResults } from '../../../src/ui/stores/unstored_results';

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

function storage(first: Readonly<Record<string, string>> = {}, room = 5e6) {
  const values = new Map(Object.entries(first));
  return {
    values,
    getItem: (key: string) => values.get(key) ?? null,
    setItem(key: string, value: string) {
      if (value.length > room) throw new DOMException('no room', 'QuotaExceededError');
      values.set(key, value);
    },
    removeItem: (key: string) => void values.delete(key),
    key: (index: number) => [...values.keys()][index] ?? null,
    get length() {
      return values.size;
    },
  };
}

beforeEach(() => {
  asideStore.setState({ entries: [], notStored: null });
  unstoredResults.setState({}, true);
});

test('what was measured comes back', () => {
  const kept = storage();
  const cancelled = { ...outcome, status: 'cancelled', progress: 0.1 } as const;
  const outcomes = { outcomes: { scaling: cancelled }, earlier: { scaling: outcome } };
  new OutcomeStorage(kept).write(outcomes);
  expect(new OutcomeStorage(kept).read()).toEqual(outcomes);
});

test('an experiment under way when the page is closed comes back as cancelled, its rows kept', () => {
  const kept = storage();
  const running = { ...outcome, status: 'running', progress: 0.5, secondsLeft: 9 } as const;
  new OutcomeStorage(kept).write({ outcomes: { scaling: running }, earlier: {} });
  expect(new OutcomeStorage(kept).read().outcomes.scaling).toMatchObject({
    status: 'cancelled',
    secondsLeft: null,
    rows: outcome.rows,
  });
});

const long = { ...outcome, rows: Array.from({ length: 12_000 }, (_, n) => ({ n, words: 'a line of some length' })) };

test('a result of any length is kept while there is room, what has no rows is not', () => {
  const kept = storage();
  const outcomes = { scaling: long, sampling_cost: { ...outcome, rows: [] }, training_cost: outcome };
  new OutcomeStorage(kept).write({ outcomes, earlier: {} });
  expect(new OutcomeStorage(kept).read().outcomes).toEqual({ scaling: long, training_cost: outcome });
  expect(unstoredResults.getState()).toEqual({});
});

test('a result for which there is no room is named, the others are kept, and the name goes once it is stored', () => {
  const kept = storage({}, 300_000);
  const results = new OutcomeStorage(kept);
  results.write({ outcomes: { scaling: long, training_cost: outcome }, earlier: {} });
  expect(unstoredResults.getState()).toEqual({ scaling: 'The browser refused (its storage is full).' });
  expect(new OutcomeStorage(kept).read().outcomes).toEqual({ training_cost: outcome });
  results.write({ outcomes: { scaling: outcome, training_cost: outcome }, earlier: {} });
  expect(unstoredResults.getState()).toEqual({});
  expect(new OutcomeStorage(kept).read().outcomes).toEqual({ scaling: outcome, training_cost: outcome });
});

test('two tabs keep the results of both, also where both ran the same experiment', () => {
  const kept = storage();
  const left: string[] = [];
  const tab = () => new OutcomeStorage(kept, (what, _, text) => left.push(what, text));
  const [first, second] = [tab(), tab()];
  for (const each of [first, second]) expect(each.read()).toEqual(nothing);
  const other = { ...outcome, seconds: 99 };
  first.write({ outcomes: { scaling: outcome }, earlier: {} });
  second.write({ outcomes: { training_cost: outcome }, earlier: {} });
  // Nothing new: what the other tab stored stays.
  first.write({ outcomes: { scaling: outcome }, earlier: {} });
  expect(tab().read().outcomes).toEqual({ scaling: outcome, training_cost: outcome });
  expect(left).toEqual([]);
  second.write({ outcomes: { training_cost: outcome, scaling: other }, earlier: {} });
  expect(tab().read().outcomes).toEqual({ scaling: other, training_cost: outcome });
  expect(left).toEqual(['A result of “scaling” is put aside.', JSON.stringify(outcome)]);
});

test('where what another tab stored cannot be put aside, it stays, and the page says so', () => {
  const kept = storage();
  const full = () => asideStore.setState({ notStored: 'full' });
  const [first, second] = [new OutcomeStorage(kept), new OutcomeStorage(kept, full)];
  first.write({ outcomes: { scaling: outcome }, earlier: {} });
  second.write({ outcomes: { scaling: { ...outcome, seconds: 99 } }, earlier: {} });
  expect(new OutcomeStorage(kept).read().outcomes).toEqual({ scaling: outcome });
  expect(unstoredResults.getState().scaling).toMatch(/^Another tab stored/);
});

test('what an older version stored in one piece moves', () => {
  const kept = storage({
    'unroll.experiments': JSON.stringify({ version: 1, outcomes: { scaling: outcome }, earlier: {} }),
  });
  const results = new OutcomeStorage(kept);
  const found = results.read();
  expect(found).toEqual({ outcomes: { scaling: outcome }, earlier: {} });
  results.write(found);
  expect([...kept.values.keys()]).toEqual(['unroll.experiments.scaling']);
  expect(new OutcomeStorage(kept).read()).toEqual(found);
});

test('what cannot be used is left aside by itself, once, and the rest is used', () => {
  const damaged = { ...outcome, rows: [{ n: [1] }] };
  const kept = storage({
    'unroll.experiments': JSON.stringify({ version: 1, outcomes: { scaling: damaged, training_cost: outcome } }),
    'unroll.experiments.sampling_cost': '{"version":99}',
    'unroll.experiments.teleportation': JSON.stringify({ version: 1, latest: outcome }),
  });
  const left: string[] = [];
  const results = new OutcomeStorage(kept, (_, __, text) => left.push(text));
  const found = results.read();
  expect(found).toEqual({ outcomes: { training_cost: outcome }, earlier: {} });
  expect(left).toEqual([JSON.stringify(damaged), '{"version":99}', JSON.stringify(outcome)]);
  results.write(found);
  expect([...kept.values.keys()]).toEqual(['unroll.experiments.training_cost']);
  expect(new OutcomeStorage(storage({ 'unroll.experiments': '{' })).read()).toEqual(nothing);
});
