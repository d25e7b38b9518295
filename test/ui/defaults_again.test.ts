import { beforeEach, expect, test } from 'vitest';
import { presets } from '../../src/lab/presets';
import { startWithDefaults } from '../../src/ui/defaults_again';
import { OutcomeStorage } from '../../src/ui/experiments/outcome_storage';
import { asideStore } from '../../src/ui/stores/aside';
import { configStore, setConfig } from '../../src/ui/stores/config';
import { type ExperimentOutcome, experimentsStore, initialExperiments } from '../../src/ui/stores/experiments';
import { initialPreferences, preferencesStore } from '../../src/ui/stores/preferences';

const finished: ExperimentOutcome = {
  asked: {},
  params: { seed: 1 },
  adapter: 'some GPU',
  software: false,
  status: 'finished',
  progress: 1,
  message: 'finished',
  secondsLeft: null,
  seconds: 3,
  rows: [{ n: 1 }],
  summary: [],
};
const cancelled = { ...finished, status: 'cancelled' } as const;
const running = { ...finished, status: 'running' } as const;

beforeEach(() => {
  asideStore.setState({ entries: [], notStored: null });
  experimentsStore.setState(initialExperiments);
});

test('starting with the defaults keeps results, earlier ones too, until they are discarded; one that runs goes on', () => {
  const outcomes = { scaling: cancelled, sampling_cost: running };
  const earlier = { scaling: finished, sampling_cost: cancelled };
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

test('results that could not be put aside stay stored', () => {
  const values = new Map<string, string>();
  const storage = {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
    key: (index: number) => [...values.keys()][index] ?? null,
    get length() {
      return values.size;
    },
  };
  const results = new OutcomeStorage(storage);
  results.write({ outcomes: { scaling: finished }, earlier: {} });
  asideStore.setState({ notStored: 'its storage is full' });
  results.write({ outcomes: {}, earlier: {} });
  expect(new OutcomeStorage(storage).read().outcomes).toEqual({ scaling: finished });
  asideStore.setState({ notStored: null });
  results.write({ outcomes: {}, earlier: {} });
  expect(values.size).toBe(0);
});
