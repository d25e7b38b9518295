import { beforeEach, expect, test } from 'vitest';
import { presets } from '../../src/lab/config/presets';
import { startWithDefaults } from '../../src/ui/defaults_again';
import { OutcomeStorage } from '../../src/ui/experiments/outcome_storage';
import { asideStore } from '../../src/ui/stores/aside';
import { configStore, setConfig } from '../../src/ui/stores/config';
import { experimentsStore, initialExperiments } from '../../src/ui/stores/experiments';
import { initialPreferences, preferencesStore } from '../../src/ui/stores/preferences';
import { finishedOutcome } from '../support/outcome';
import { storageWith } from '../support/page_storage';

const cancelled = { ...finishedOutcome, status: 'cancelled' } as const;
const running = { ...finishedOutcome, status: 'running' } as const;

beforeEach(() => {
  asideStore.setState({ entries: [], notStored: null });
  experimentsStore.setState(initialExperiments);
});

test('starting with the defaults puts all results aside until they are discarded; a running experiment continues', () => {
  const outcomes = { scaling: cancelled, sampling_cost: running };
  const earlier = { scaling: finishedOutcome, sampling_cost: cancelled };
  experimentsStore.setState({ outcomes, earlier, running: 'sampling_cost', experimentId: 4 });
  setConfig({ ...presets[1].config });
  preferencesStore.setState({ theme: 'dark' });
  const mine = preferencesStore.getState();
  startWithDefaults();
  expect(configStore.getState().config).toEqual(presets[0].config);
  expect(preferencesStore.getState()).toEqual(initialPreferences);
  expect(experimentsStore.getState()).toEqual({
    ...initialExperiments,
    outcomes: { sampling_cost: running },
    running: 'sampling_cost',
    experimentId: 4,
  });
  expect(asideStore.getState().entries.map(({ text }) => JSON.parse(text))).toEqual([
    presets[1].config,
    mine,
    { outcomes, earlier },
  ]);
});

test('results stay stored when they cannot be put aside', () => {
  const storage = storageWith();
  const results = new OutcomeStorage(storage);
  results.write({ outcomes: { scaling: finishedOutcome }, earlier: {} });
  asideStore.setState({ notStored: 'its storage is full' });
  results.write({ outcomes: {}, earlier: {} });
  expect(new OutcomeStorage(storage).read().outcomes).toEqual({ scaling: finishedOutcome });
  asideStore.setState({ notStored: null });
  results.write({ outcomes: {}, earlier: {} });
  expect(storage.values.size).toBe(0);
});
