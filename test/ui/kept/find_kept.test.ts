import { beforeEach, expect, test } from 'vitest';
import { RunFileError } from '../../../src/lab/runs/run_file_error';
import type { Command } from '../../../src/lab/worker/read_command';
import { connect } from '../../../src/ui/actions';
import { findKept } from '../../../src/ui/kept/find_kept';
import { goOnByItself } from '../../../src/ui/kept/go_on';
import { continueRun, discard, setAside } from '../../../src/ui/kept/offer_actions';
import { asideStore } from '../../../src/ui/stores/aside';
import { configStore } from '../../../src/ui/stores/config';
import { initialKeeping, keepingStore } from '../../../src/ui/stores/keeping';
import { unreadStore } from '../../../src/ui/stores/not_kept';
import { runStore } from '../../../src/ui/stores/run';
import { initialRun, stepsOf } from '../../../src/ui/stores/run_state';
import { locksInMemory, racesOf, storeInMemory } from '../../support/kept';
import { madeUpRace } from '../../support/runs';

const [older, newer, done] = ['0a', '0b', '0c'];
const config = madeUpRace().config;
const kernels = { some_kernel: 'some_variant' };
const sent: Command[] = [];

async function stored(next: 'offer' | 'go_on' = 'offer') {
  const memory = storeInMemory();
  const [first, second, third] = racesOf(older, newer, done);
  if (first && second && third) {
    await memory.store.put(first, 'offer');
    await memory.store.put({ ...second, engine: { ...second.engine, kernels } }, next);
    await memory.store.put(third, 'nothing');
  }
  return memory;
}

function offered() {
  const { offer } = keepingStore.getState();
  return [offer.is, 'run' in offer ? offer.run.id : undefined];
}

beforeEach(() => {
  keepingStore.setState(initialKeeping, true);
  unreadStore.setState({ why: null });
  asideStore.setState({ entries: [], notStored: null });
  runStore.setState(initialRun, true);
  configStore.setState({ config, slots: [0, 4], ownText: null, ownSound: null, ownMusic: null });
});

test('the newest run that was under way is offered; set aside, it stays, and the one before it is offered', async () => {
  const { store, map } = await stored();
  const { locks } = locksInMemory();
  await findKept(store, locks);
  expect(offered()).toEqual(['offered', newer]);
  expect(keepingStore.getState().offer).toMatchObject({ engine: { build: 'b1', backend: 'wasm' } });
  const { offer } = keepingStore.getState();
  if (offer.is === 'offered') await setAside(offer.run, { store, locks });
  expect(map.get(newer)?.next).toBe('nothing');
  expect(offered()).toEqual(['offered', older]);
});

test('a run that another tab trains is not offered before that tab is closed', async () => {
  const { store } = await stored();
  const { locks, free } = locksInMemory([newer, older]);
  await findKept(store, locks);
  expect(offered()).toEqual(['elsewhere', newer]);
  free(newer);
  await expect.poll(offered).toEqual(['offered', newer]);
});

test('Continue puts the race on the page: settings, curves, colours, text; it is the same run, and its lock is held', async () => {
  const { store } = await stored();
  const { locks, own } = locksInMemory();
  await findKept(store, locks);
  const { offer } = keepingStore.getState();
  if (offer.is === 'offered') await continueRun(offer.run, { store, locks });
  expect([...own]).toEqual([newer]);
  const run = runStore.getState();
  expect(configStore.getState()).toMatchObject({ config, slots: [0, 4], ownText: madeUpRace().ownText });
  expect(run.config).toEqual(config);
  expect(run.members.map(stepsOf)).toEqual(madeUpRace().members.map(({ curve }) => curve.step.length));
  expect(run.members.map(({ slot }) => slot)).toEqual([0, 0, 4, 4]);
  expect(run.members[0]?.writing).toMatchObject({ text: 'aab', done: true });
  expect(run.members[1]?.latency.carried.position.view()).toEqual(madeUpRace().members[1]?.latency.carried.position);
  expect(keepingStore.getState()).toMatchObject({ offer: { is: 'none' }, saved: { id: newer } });
});

test('Continue in a second tab, after the first: the first keeps it', async () => {
  const { store } = await stored();
  const free = locksInMemory();
  await findKept(store, free.locks);
  const { offer } = keepingStore.getState();
  const { locks } = locksInMemory([newer, older]);
  if (offer.is === 'offered') await continueRun(offer.run, { store, locks });
  expect(offered()).toEqual(['elsewhere', newer]);
  expect(runStore.getState().config).toBeNull();
});

test('a race that needs a file of weights which is not on the page stays offered, and says what to drop', async () => {
  const { store, map } = await stored();
  const kept = map.get(newer);
  const [first, ...others] = config.contenders;
  if (!kept || !first) return;
  const needing = { ...config, contenders: [{ ...first, weights: 'a1' }, ...others] };
  await store.put({ ...kept.run, config: needing }, 'offer');
  const { locks, own } = locksInMemory();
  await findKept(store, locks);
  const { offer } = keepingStore.getState();
  if (offer.is === 'offered') await continueRun(offer.run, { store, locks });
  const why = 'It needs the file with the weights of LSTM, which is not on this page. Drop that first, then continue.';
  expect(keepingStore.getState().offer).toMatchObject({ is: 'offered', why });
  expect(own.size).toBe(0);
  expect(runStore.getState().config).toBeNull();
});

test('own text on the page that the continued race would replace is put aside', async () => {
  configStore.setState({ ownText: 'mine' });
  const { store } = await stored();
  const { locks } = locksInMemory();
  await findKept(store, locks);
  const { offer } = keepingStore.getState();
  if (offer.is === 'offered') await continueRun(offer.run, { store, locks });
  expect(asideStore.getState().entries).toMatchObject([{ what: 'Your own text is put aside.', text: 'mine' }]);
});

test('a race whose GPU was gone goes on by itself on a GPU', async () => {
  const { store } = await stored('go_on');
  const { locks, own } = locksInMemory();
  await findKept(store, locks);
  expect([...own]).toEqual([newer]);
  connect({ send: command => void sent.push(command), snapshot: () => undefined, restart: () => {} });
  expect(sent, 'with the kernels that it had').toMatchObject([{ type: 'open', preferences: { CPU: kernels } }]);
  expect(goOnByItself('webgpu', locks)).toBe(true);
  expect(sent[1]).toMatchObject({ type: 'load', config, snapshot: { playing: true } });
  expect(runStore.getState().config).toEqual(config);
  expect(goOnByItself('webgpu', locks)).toBe(false);
});

test.each([
  ['no GPU', 'wasm', config, 'no GPU'],
  ['other settings', 'webgpu', { ...config, training: { ...config.training, seed: 7 } }, 'other settings'],
] as const)('with %s it is offered instead, and says why', async (_, backend, settings, why) => {
  configStore.setState({ config: settings });
  const { store } = await stored('go_on');
  const { locks, own } = locksInMemory();
  await findKept(store, locks);
  expect(goOnByItself(backend, locks)).toBe(false);
  expect(keepingStore.getState().offer).toMatchObject({ is: 'offered', why: expect.stringContaining(why) });
  expect(own.size).toBe(0);
});

test('a run that this build cannot read says why and stays until it is discarded', async () => {
  const { store, map } = await stored();
  const { locks } = locksInMemory();
  const why = 'It is damaged: its curves have a gap. Use another copy of the run.';
  const damaged = { ...store, get: () => Promise.reject(new RunFileError(why)) };
  await findKept(damaged, locks);
  expect(keepingStore.getState().offer).toEqual({ is: 'unreadable', id: newer, why });
  expect(map.size).toBe(3);
  await discard(newer, { store, locks });
  expect(map.size).toBe(2);
  expect(offered()).toEqual(['offered', older]);
});

test('a list that cannot be read is told', async () => {
  const refuse = () => Promise.reject(new Error('read failed'));
  await findKept({ list: refuse, get: refuse, put: refuse, change: refuse, delete: refuse }, locksInMemory().locks);
  expect(unreadStore.getState().why).toBe('read failed');
});
