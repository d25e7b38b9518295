import { beforeEach, expect, test } from 'vitest';
import { presets } from '../../src/lab/config/presets';
import { toggleTraining } from '../../src/ui/actions';
import {
  backToRace,
  chooseRace,
  followNames,
  isForNextRace,
  isPartForNextRace,
  slotsBeside,
  startNextRace,
  whyNotLonger,
} from '../../src/ui/next_race';
import { changeTraining, configStore, setConfig, setContender } from '../../src/ui/stores/config';
import { runStore } from '../../src/ui/stores/run';
import { freshRun, initialRun } from '../../src/ui/stores/run_state';

function setTraining(change: object): void {
  changeTraining({ ...configStore.getState().config.training, ...change });
}

const [, first, second] = presets;

/** Moby-Dick after one training step. */
beforeEach(() => {
  setConfig(first.config);
  const run = freshRun(initialRun, 1, configStore.getState());
  for (const { curve } of run.members) curve.step.append(Float64Array.of(1));
  runStore.setState({ ...run, loaded: true }, true);
});

const isNext = () => isForNextRace(configStore.getState(), runStore.getState());

test('a preset chosen during a race is for the next one; undoing it keeps the race and its colours', () => {
  expect(isNext()).toBe(false);
  const run = runStore.getState();
  if (second) chooseRace(second.config);
  expect(isNext()).toBe(true);
  expect(runStore.getState()).toBe(run);
  const { config, slots } = configStore.getState();
  const colours = new Map(run.members.map(({ name, slot }) => [slot, name]));
  config.contenders.forEach(({ name }, i) => {
    const other = colours.get(slots[i] ?? -1);
    if (other !== undefined) expect(other).toBe(name);
  });
  backToRace();
  expect(isNext()).toBe(false);
  expect(configStore.getState().slots).toEqual(run.members.map(({ slot }) => slot));
});

test('a contender named as in the race has its colour; a new one has a colour outside the race', () => {
  const racing = [
    { name: 'A', slot: 0 },
    { name: 'B', slot: 1 },
  ];
  expect(slotsBeside(racing, [{ name: 'B' }, { name: 'C' }, { name: 'A' }])).toEqual([1, 2, 0]);
});

test('own text and sound are settings of a race that uses them, and return with it', () => {
  const sound = Uint8Array.of(1, 2);
  const own = { ...first.config, task: { name: 'audio', source: 'own' } };
  configStore.setState({ ownText: 'not of this race' });
  expect(isNext()).toBe(false);
  setConfig(own);
  configStore.setState({ ownSound: sound });
  const run = freshRun(initialRun, 1, configStore.getState());
  for (const { curve } of run.members) curve.step.append(Float64Array.of(1));
  runStore.setState(run, true);
  expect(isNext()).toBe(false);
  configStore.setState({ ownSound: Uint8Array.of(3), ownText: null });
  expect(isNext()).toBe(true);
  backToRace();
  expect(isNext()).toBe(false);
  expect(configStore.getState(), 'a text that the race is not about stays as it is').toMatchObject({
    ownSound: sound,
    ownText: null,
  });
});

test('the panel whose settings are for the next race is marked, and no other', () => {
  const marked = () =>
    (['task', 'contenders', 'training'] as const).filter(part =>
      isPartForNextRace(part, configStore.getState(), runStore.getState()),
    );
  expect(marked()).toEqual([]);
  setTraining({ batch: 3 });
  expect(marked()).toEqual(['training']);
  setContender(0, { d_model: 8 });
  expect(marked()).toEqual(['contenders', 'training']);
  backToRace();
  configStore.setState({ ownText: 'not of this race' });
  expect(marked()).toEqual([]);
  setConfig({ ...first.config, task: { name: 'parity' } });
  expect(marked()).toEqual(['task']);
});

test('more steps after the end make another race from step 0; only controls that say so discard the ended one', () => {
  const run = runStore.getState();
  const adapter = { adapter: 'A', software: true, backend: 'webgpu' } as const;
  const members = run.members.map(contender => ({ ...contender, status: 'finished' as const }));
  runStore.setState({ ...run, adapter, members }, true);
  const ended = runStore.getState();
  const why = () => whyNotLonger(configStore.getState(), runStore.getState());
  toggleTraining();
  expect(runStore.getState()).toBe(ended);
  expect(why()).toBeNull();
  setTraining({ steps: 1_000_000 });
  expect(isNext()).toBe(true);
  expect(why()).toMatch(/ended at step [\d,]+\. Train further goes on from there; the next race begins at step 0/);
  toggleTraining();
  expect(runStore.getState()).toBe(ended);
  startNextRace();
  expect(runStore.getState()).toMatchObject({ runId: ended.runId + 1, config: { training: { steps: 1_000_000 } } });
});

test('Train continues a broken race from its kept step, and discards nothing', () => {
  const run = runStore.getState();
  const adapter = { adapter: 'A', software: true, backend: 'webgpu' } as const;
  const trouble = { failure: 'device_lost', message: 'gone', contender: null } as const;
  runStore.setState({ ...run, adapter, trouble }, true);
  toggleTraining();
  expect(runStore.getState()).toMatchObject({ runId: run.runId, trouble: null });
  expect(runStore.getState().members).toBe(run.members);
});

test('a name changes in the race that is on the page, without a reset; other settings wait for the next race', () => {
  followNames();
  setContender(0, { name: 'Snake' });
  expect(runStore.getState().members[0]?.name).toBe('Snake');
  expect(isNext()).toBe(false);
  const before = configStore.getState().config.training;
  setTraining({ steps: 9 });
  setContender(0, { name: 'Adder' });
  expect(runStore.getState().members[0]?.name).toBe('Adder');
  expect(runStore.getState().config).toMatchObject({ contenders: [{ name: 'Adder' }, {}, {}, {}], training: before });
  expect(isNext()).toBe(true);
  // A contender of the next race is no contender of this one, whatever it is called.
  setContender(0, { d_model: 8 });
  setContender(0, { name: 'Viper' });
  expect(runStore.getState().members[0]?.name).toBe('Adder');
  // The name of a contender that only the race still has is taken.
  const { config } = configStore.getState();
  setConfig({ ...config, contenders: config.contenders.slice(1) });
  setContender(0, { name: 'Adder' });
  expect(new Set(runStore.getState().members.map(({ name }) => name)).size).toBe(4);
  backToRace();
  expect(isNext()).toBe(false);
});
