import { beforeEach, expect, test } from 'vitest';
import { OutcomeStorage } from '../../../src/ui/experiments/outcome_storage';
import { asideStore } from '../../../src/ui/stores/aside';
import { unstoredResults } from '../../../src/ui/stores/unstored_results';
import { finishedOutcome } from '../../support/outcome';
import { storageWith } from '../../support/page_storage';

const nothing = { outcomes: {}, earlier: {} };

beforeEach(() => {
  asideStore.setState({ entries: [], notStored: null });
  unstoredResults.setState({}, true);
});

test('stored results are read back', () => {
  const kept = storageWith();
  const cancelled = { ...finishedOutcome, status: 'cancelled', progress: 0.1 } as const;
  const outcomes = {
    outcomes: { scaling: cancelled },
    earlier: { scaling: { ...finishedOutcome, from: 'file' as const } },
  };
  new OutcomeStorage(kept).write(outcomes);
  expect(new OutcomeStorage(kept).read()).toEqual(outcomes);
});

test('an experiment that runs while the page is closed is read back as cancelled, with its rows', () => {
  const kept = storageWith();
  const running = { ...finishedOutcome, status: 'running', progress: 0.5, secondsLeft: 9 } as const;
  new OutcomeStorage(kept).write({ outcomes: { scaling: running }, earlier: {} });
  expect(new OutcomeStorage(kept).read().outcomes.scaling).toMatchObject({
    status: 'cancelled',
    secondsLeft: null,
    rows: finishedOutcome.rows,
  });
});

const long = {
  ...finishedOutcome,
  rows: Array.from({ length: 12_000 }, (_, n) => ({ n, words: 'a line of some length' })),
};

test('a result of any length is kept while there is room; one without rows is not', () => {
  const kept = storageWith();
  const outcomes = { scaling: long, sampling_cost: { ...finishedOutcome, rows: [] }, training_cost: finishedOutcome };
  new OutcomeStorage(kept).write({ outcomes, earlier: {} });
  expect(new OutcomeStorage(kept).read().outcomes).toEqual({ scaling: long, training_cost: finishedOutcome });
  expect(unstoredResults.getState()).toEqual({});
});

test('a result without room is named until it is stored, and the others are kept', () => {
  const kept = storageWith({}, 300_000);
  const results = new OutcomeStorage(kept);
  results.write({ outcomes: { scaling: long, training_cost: finishedOutcome }, earlier: {} });
  expect(unstoredResults.getState()).toEqual({ scaling: 'The browser refused (its storage is full).' });
  expect(new OutcomeStorage(kept).read().outcomes).toEqual({ training_cost: finishedOutcome });
  results.write({ outcomes: { scaling: finishedOutcome, training_cost: finishedOutcome }, earlier: {} });
  expect(unstoredResults.getState()).toEqual({});
  expect(new OutcomeStorage(kept).read().outcomes).toEqual({
    scaling: finishedOutcome,
    training_cost: finishedOutcome,
  });
});

test('two tabs keep the results of both, even if both ran the same experiment', () => {
  const kept = storageWith();
  const left: string[] = [];
  const tab = () => new OutcomeStorage(kept, (what, _, text) => left.push(what, text));
  const [first, second] = [tab(), tab()];
  for (const each of [first, second]) expect(each.read()).toEqual(nothing);
  const other = { ...finishedOutcome, seconds: 99 };
  first.write({ outcomes: { scaling: finishedOutcome }, earlier: {} });
  second.write({ outcomes: { training_cost: finishedOutcome }, earlier: {} });
  // This tab has nothing new, so the result of the other tab stays.
  first.write({ outcomes: { scaling: finishedOutcome }, earlier: {} });
  expect(tab().read().outcomes).toEqual({ scaling: finishedOutcome, training_cost: finishedOutcome });
  expect(left).toEqual([]);
  second.write({ outcomes: { training_cost: finishedOutcome, scaling: other }, earlier: {} });
  expect(tab().read().outcomes).toEqual({ scaling: other, training_cost: finishedOutcome });
  expect(left).toEqual(['A result of “scaling” is put aside.', JSON.stringify(finishedOutcome)]);
});

test('another tab’s result that cannot be put aside stays stored, and the page says so', () => {
  const kept = storageWith();
  const full = () => asideStore.setState({ notStored: 'full' });
  const [first, second] = [new OutcomeStorage(kept), new OutcomeStorage(kept, full)];
  first.write({ outcomes: { scaling: finishedOutcome }, earlier: {} });
  second.write({ outcomes: { scaling: { ...finishedOutcome, seconds: 99 } }, earlier: {} });
  expect(new OutcomeStorage(kept).read().outcomes).toEqual({ scaling: finishedOutcome });
  expect(unstoredResults.getState().scaling).toMatch(/^Another tab stored/);
});

test('results that an older version stored under one key are moved', () => {
  const kept = storageWith({
    'unroll.experiments': JSON.stringify({ version: 1, outcomes: { scaling: finishedOutcome }, earlier: {} }),
  });
  const results = new OutcomeStorage(kept);
  const found = results.read();
  expect(found).toEqual({ outcomes: { scaling: finishedOutcome }, earlier: {} });
  results.write(found);
  expect([...kept.values.keys()]).toEqual(['unroll.experiments.scaling']);
  expect(new OutcomeStorage(kept).read()).toEqual(found);
});

test('an unusable part is put aside by itself, once, and the rest is used', () => {
  const damaged = { ...finishedOutcome, rows: [{ n: [1] }] };
  const kept = storageWith({
    'unroll.experiments': JSON.stringify({
      version: 1,
      outcomes: { scaling: damaged, training_cost: finishedOutcome },
    }),
    'unroll.experiments.sampling_cost': '{"version":99}',
    'unroll.experiments.teleportation': JSON.stringify({ version: 1, latest: finishedOutcome }),
  });
  const left: string[] = [];
  const results = new OutcomeStorage(kept, (_, __, text) => left.push(text));
  const found = results.read();
  expect(found).toEqual({ outcomes: { training_cost: finishedOutcome }, earlier: {} });
  expect(left).toEqual([JSON.stringify(damaged), '{"version":99}', JSON.stringify(finishedOutcome)]);
  results.write(found);
  expect([...kept.values.keys()]).toEqual(['unroll.experiments.training_cost']);
  expect(new OutcomeStorage(storageWith({ 'unroll.experiments': '{' })).read()).toEqual(nothing);
});
