import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { idbRunStore } from '../../../src/lab/runs/idb_run_store';
import { RunFileError } from '../../../src/lab/runs/run_file_error';
import { madeUpExperiment, madeUpRace } from '../../support/runs';

beforeAll(async () => {
  // The library reads them from the page.
  for (const [name, value] of Object.entries(await import('fake-indexeddb'))) vi.stubGlobal(name, value);
});

beforeEach(async () => {
  const { IDBFactory } = await import('fake-indexeddb');
  vi.stubGlobal('indexedDB', new IDBFactory());
});

afterAll(() => {
  vi.unstubAllGlobals();
});

const race = madeUpRace();
const other = { ...madeUpExperiment(), id: 'ffffffff', name: 'Parity', saved: '2026-11-29T20:02:00.000Z' };

test('a stored run comes back bit for bit; the list has what a table shows, the last saved first', async () => {
  const store = idbRunStore();
  await store.put(race, 'offer');
  await store.put(other, 'nothing');
  expect(await idbRunStore().get(race.id)).toEqual(race);
  expect(await store.get('00000000')).toBeUndefined();
  const { runs, unreadable } = await store.list();
  expect(unreadable).toEqual([]);
  expect(runs.map(({ name }) => name)).toEqual(['Parity', 'Own text race']);
  expect(runs[1]).toMatchObject({
    ...{ subject: 'Text, character by character', contenders: ['LSTM', 'RNN'], pinned: true, next: 'offer' },
    ...{ step: 0, steps: 90, validation: -0, accuracy: Number.MAX_VALUE },
  });
  const weights = race.members.reduce((sum, { trainer }) => sum + 3 * (trainer?.parameters.byteLength ?? 0), 0);
  expect(runs[1]?.bytes).toBeGreaterThan(weights);
  expect(runs[1]?.bytes).toBeLessThan(weights + 10_000);
});

test('a name, notes, and a pin stay while the run is saved again', async () => {
  const store = idbRunStore();
  await store.put(race, 'offer');
  await store.change(race.id, { name: 'My race', notes: 'good', pinned: false });
  await store.put({ ...race, saved: '2026-11-29T20:03:00.000Z' }, 'nothing');
  const words = { name: 'My race', notes: 'good', pinned: false, saved: '2026-11-29T20:03:00.000Z' };
  expect(await store.get(race.id)).toEqual({ ...race, ...words });
  expect((await store.list()).runs).toEqual([expect.objectContaining({ ...words, next: 'nothing' })]);
  await store.change(race.id, { next: 'go_on' });
  expect((await store.list()).runs).toEqual([expect.objectContaining({ ...words, next: 'go_on' })]);
});

test('a run that an earlier version stored under an invisible name is still read, under a legible one', async () => {
  const store = idbRunStore();
  await store.put({ ...race, name: '\u200b\u200d' }, 'offer');
  expect((await store.list()).unreadable).toEqual([]);
  expect((await store.list()).runs.map(({ name }) => name)).toEqual(['‹U+200B›‹U+200D›']);
  expect(await store.get(race.id)).toEqual({ ...race, name: '‹U+200B›‹U+200D›' });
  await store.change(race.id, { pinned: false });
  expect((await store.list()).runs).toMatchObject([{ name: '‹U+200B›‹U+200D›', pinned: false, next: 'offer' }]);
});

test('a deleted run can be brought back', async () => {
  const store = idbRunStore();
  await store.put(race, 'offer');
  const undo = await store.delete(race.id);
  expect((await store.list()).runs).toEqual([]);
  expect(await store.get(race.id)).toBeUndefined();
  await undo();
  expect(await store.get(race.id)).toEqual(race);
  expect((await store.list()).runs).toHaveLength(1);
  await (await store.delete('00000000'))();
  expect((await store.list()).runs).toHaveLength(1);
});

test('a run that cannot be stored leaves the old one, whole, with its summary', async () => {
  const store = idbRunStore();
  await store.put(race, 'offer');
  // The browser cannot clone a function, and finds it after the summary is written.
  const bad = { ...race, saved: '2026-11-29T20:04:00.000Z', more: () => 1 };
  await expect(store.put(bad, 'nothing')).rejects.toThrow();
  expect(await store.get(race.id)).toEqual(race);
  expect((await store.list()).runs).toMatchObject([{ saved: race.saved, next: 'offer' }]);
});

test('a run that this build cannot read is named, stays, and hides no other', async () => {
  const store = idbRunStore();
  await store.put(race, 'offer');
  await store.put(other, 'nothing');
  await new Promise<void>((resolve, reject) => {
    const opening = indexedDB.open('unroll-runs');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction(['summaries', 'runs'], 'readwrite');
      transaction.objectStore('summaries').put('damaged', race.id);
      transaction.objectStore('runs').put({ ...race, version: 9 }, race.id);
      // A summary of another build.
      transaction.objectStore('summaries').put({ more: 1 }, other.id);
      transaction.oncomplete = () => resolve();
    };
  });
  const { runs, unreadable } = await store.list();
  expect(runs.map(({ id }) => id)).toEqual([other.id]);
  expect(unreadable).toEqual([{ id: race.id, why: expect.stringContaining('version') }]);
  await expect(store.get(race.id)).rejects.toThrow(RunFileError);
});

test('a browser without a database rejects with the reason, and is asked again', async () => {
  const there = indexedDB;
  vi.stubGlobal('indexedDB', undefined);
  const store = idbRunStore();
  await expect(store.list()).rejects.toThrow('no database');
  vi.stubGlobal('indexedDB', there);
  expect(await store.list()).toEqual({ runs: [], unreadable: [] });
});
