import { beforeEach, describe, expect, test } from 'vitest';
import { runConfig } from '../../src/lab/config/config';
import { discardKeptRace, findKeptRace, followKeptRace, keepRace, raceThatGoesOn } from '../../src/ui/kept_race';
import type { OwnKey, OwnStorage } from '../../src/ui/own_storage';
import { readKeptRace } from '../../src/ui/read_kept_race';
import { configStore } from '../../src/ui/stores/config';
import { appendPoints } from '../../src/ui/stores/curve';
import { keptRaceStore, setKeptRace } from '../../src/ui/stores/kept_race';
import { runStore } from '../../src/ui/stores/run';
import { freshRun, initialRun } from '../../src/ui/stores/run_state';

const config = runConfig.parse({
  task: { name: 'text', source: 'own' },
  contenders: [{ name: 'LSTM', d_model: 8, blocks: [{ mixer: 'lstm' }] }],
});
const ownText = 'call me ishmael. '.repeat(20);
const trainer = { steps: 2, parameters: Float32Array.of(1, 2), moments: Float32Array.of(3, 4, 5, 6) };
const snapshot = { playing: true, contenders: [{ status: 'training' as const, goal: 90, seconds: 1, trainer }] };
const three = (value: number): Float64Array => Float64Array.of(value, value, value);
const points = {
  step: Float64Array.of(1, 2, 3),
  loss: three(4),
  validation: Float64Array.of(Number.NaN, 4, Number.NaN),
  accuracy: three(Number.NaN),
  gradientNorm: three(1),
  tokens: three(64),
  flops: three(9),
  seconds: three(1),
};

/** A storage that keeps copies without methods, as that of a browser does. */
function inMemory() {
  const map = new Map<OwnKey, unknown>();
  const storage: OwnStorage = {
    get: async key => structuredClone(map.get(key)),
    set: async (key, value) => void map.set(key, structuredClone(value)),
    delete: async key => void map.delete(key),
  };
  return { map, storage };
}

beforeEach(() => {
  setKeptRace({ is: 'none' });
  configStore.setState({ config, slots: [5], ownText, ownSound: null });
  const run = freshRun(initialRun, 1, { config, slots: [5], ownText, ownSound: null });
  for (const { curve } of run.members) appendPoints(curve, points);
  runStore.setState(run, true);
});

test('a race whose GPU is gone continues after the reload with its text, colours, curves, and weights; the kept copy is deleted', async () => {
  const { map, storage } = inMemory();
  await keepRace(snapshot, storage);
  expect(keptRaceStore.getState().now).toEqual({ is: 'stored', step: 2 });
  setKeptRace({ is: 'none' });
  await findKeptRace(storage);
  const race = raceThatGoesOn({ config }, 'webgpu');
  expect(race).toMatchObject({ config, slots: [5], ownText, snapshot, curves: [points] });
  if (!race) return;
  setKeptRace({ is: 'going_on', race, runId: 4 });
  followKeptRace({ type: 'resumed', runId: 4, cause: 'worker', steps: [2] }, storage);
  expect(runStore.getState().replaced).toContain('goes on from step 2');
  await expect.poll(() => map.size).toBe(0);
});

test('settings with another order of keys are the same', async () => {
  const { storage } = inMemory();
  const { task, contenders, training, ...rest } = config;
  configStore.setState({ config: { training, contenders, task, ...rest } });
  await keepRace(snapshot, storage);
  await findKeptRace(storage);
  expect(raceThatGoesOn({ config: { ...rest, contenders, training, task } }, 'webgpu')).toBeDefined();
});

test('it waits, and says why, if there is no GPU or the page has other settings; once discarded, it is gone', async () => {
  const { map, storage } = inMemory();
  await keepRace(snapshot, storage);
  await findKeptRace(storage);
  expect(raceThatGoesOn({ config }, 'twin')).toBeUndefined();
  expect(keptRaceStore.getState().now).toMatchObject({ is: 'waiting', why: expect.stringContaining('no GPU') });
  const other = { ...config, training: { ...config.training, seed: 7 } };
  expect(raceThatGoesOn({ config: other }, 'webgpu')).toBeUndefined();
  expect(keptRaceStore.getState().now).toMatchObject({ is: 'waiting', why: expect.stringContaining('other settings') });
  await discardKeptRace(storage);
  expect(map.size).toBe(0);
  expect(keptRaceStore.getState().now).toEqual({ is: 'none' });
});

test('a race that cannot be stored, or has nothing to store, says so', async () => {
  const refuse = () => Promise.reject(new DOMException('', 'QuotaExceededError'));
  await keepRace(snapshot, { get: refuse, set: refuse, delete: refuse });
  expect(keptRaceStore.getState().now).toEqual({ is: 'not_stored', why: 'its storage is full' });
  await keepRace({ playing: true, contenders: [{ status: 'ready', goal: 0, seconds: 0 }] }, inMemory().storage);
  expect(keptRaceStore.getState().now).toMatchObject({ is: 'not_stored', why: 'no step was kept yet' });
  await findKeptRace({ get: refuse, set: refuse, delete: refuse });
});

describe('a stored race that cannot be used is named and stays stored', () => {
  const good = {
    build: 'a',
    config,
    settings: config,
    kernels: {},
    slots: [5],
    ownText,
    ownSound: null,
    snapshot,
    curves: [points],
  };
  test('an undamaged race can be used', () => expect(readKeptRace(good, 'a').ok).toBe(true));
  test.each<[string, unknown, string]>([
    ['another build', { ...good, build: 'b' }, 'Another version'],
    ['no race', 'call me ishmael', 'damaged'],
    ['a key nobody knows', { ...good, more: 1 }, 'damaged'],
    ['an unknown task', { ...good, config: { ...config, task: { name: 'chess' } } }, 'damaged'],
    ['a contender too few', { ...good, snapshot: { playing: true, contenders: [] } }, 'other contenders'],
    ['a curve cut off', { ...good, curves: [{ ...points, loss: Float64Array.of(1) }] }, 'cut off'],
    ['a curve with a gap', { ...good, curves: [{ ...points, step: Float64Array.of(1, 3, 4) }] }, 'gaps'],
    [
      'half the moments',
      {
        ...good,
        snapshot: {
          playing: true,
          contenders: [{ ...snapshot.contenders[0], trainer: { ...trainer, moments: Float32Array.of(1) } }],
        },
      },
      'weights are cut off',
    ],
  ])('%s', async (_, value, why) => {
    const { map, storage } = inMemory();
    map.set('race', value);
    await findKeptRace(storage, 'a');
    expect(keptRaceStore.getState().now).toMatchObject({ is: 'unusable', why: expect.stringContaining(why) });
    expect(map.size).toBe(1);
  });
});
