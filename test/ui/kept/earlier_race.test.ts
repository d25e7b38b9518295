import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { leaveEarlierRaceAside } from '../../../src/ui/kept/earlier_race';
import { ownStorage } from '../../../src/ui/own_storage';
import { asideStore } from '../../../src/ui/stores/aside';

beforeAll(async () => {
  asideStore.setState({ entries: [], notStored: null });
  for (const [name, value] of Object.entries(await import('fake-indexeddb'))) vi.stubGlobal(name, value);
  const { IDBFactory } = await import('fake-indexeddb');
  vi.stubGlobal('indexedDB', new IDBFactory());
});

afterAll(() => {
  vi.unstubAllGlobals();
});

test('own text and sound are stored, read, and deleted', async () => {
  await ownStorage.set('text', 'Call me Ishmael.');
  await ownStorage.set('sound', Uint8Array.of(1, 2));
  expect(await ownStorage.get('text')).toBe('Call me Ishmael.');
  expect(await ownStorage.get('sound')).toEqual(Uint8Array.of(1, 2));
  await ownStorage.delete('text');
  expect(await ownStorage.get('text')).toBeUndefined();
});

test('the settings of a race in the form of an earlier version are put aside, once; text and sound beside it stay', async () => {
  const { openDB } = await import('idb');
  const database = await openDB('unroll', 1);
  await database.put('own', { build: 'a', config: { version: 1, task: { name: 'parity' } }, curves: [] }, 'race');
  database.close();
  await leaveEarlierRaceAside();
  await leaveEarlierRaceAside();
  const what = 'A race that an earlier version of Unroll kept is not used.';
  expect(asideStore.getState().entries).toMatchObject([{ what, text: '{"version":1,"task":{"name":"parity"}}' }]);
  expect(await ownStorage.get('sound')).toEqual(Uint8Array.of(1, 2));
});
