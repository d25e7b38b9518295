import { beforeEach, expect, test, vi } from 'vitest';
import { findKept } from '../../src/ui/kept/find_kept';
import { runLocks } from '../../src/ui/kept/run_locks';
import type { OwnKind } from '../../src/ui/own';
import { OwnMaterial } from '../../src/ui/own_material';
import type { OwnStorage } from '../../src/ui/own_storage';
import { asideStore } from '../../src/ui/stores/aside';
import { notKeptStore, unreadStore } from '../../src/ui/stores/not_kept';

/** A storage in memory. */
function inMemory(entries: Partial<Record<OwnKind, unknown>> = {}) {
  const map = new Map<OwnKind, unknown>(Object.entries(entries) as [OwnKind, unknown][]);
  const storage: OwnStorage = {
    get: async key => map.get(key),
    set: async (key, value) => void map.set(key, value),
    delete: async key => void map.delete(key),
  };
  return { map, storage };
}

function refusing(error: unknown): OwnStorage {
  const refuse = () => Promise.reject(error);
  return { get: refuse, set: refuse, delete: refuse };
}

const long = 'Call me Ishmael. '.repeat(60_000);
const sound = Uint8Array.from({ length: 16_000 }, (_, i) => i % 256);
const nothing = { ownText: null, ownSound: null, ownMusic: null };

beforeEach(() => {
  asideStore.setState({ entries: [], notStored: null });
  notKeptStore.setState({ text: null, sound: null, music: null });
  unreadStore.setState({ why: null });
});

test('a text of a million characters and a sound are read back whole, and are gone once cleared', async () => {
  const { map, storage } = inMemory();
  expect(await new OwnMaterial(storage).keep({ ownText: long, ownSound: sound, ownMusic: null })).toEqual({
    ownText: long,
    ownSound: sound,
    ownMusic: null,
  });
  const later = new OwnMaterial(storage);
  expect(await later.read()).toEqual({ ownText: long, ownSound: sound, ownMusic: null });
  await later.keep({ ownText: long, ownSound: null, ownMusic: null });
  expect(await new OwnMaterial(storage).read()).toEqual({ ownText: long, ownSound: null, ownMusic: null });
  expect([...map.keys()]).toEqual(['text']);
});

test('calls run in turn, so that the last one decides', async () => {
  const { storage } = inMemory();
  const own = new OwnMaterial({
    ...storage,
    set: async (key, value) => {
      await new Promise(resolve => setTimeout(resolve, value === 'first' ? 20 : 0));
      await storage.set(key, value);
    },
  });
  await Promise.all([
    own.keep({ ownText: 'first', ownSound: null, ownMusic: null }),
    own.keep({ ownText: 'second', ownSound: null, ownMusic: null }),
  ]);
  expect(await new OwnMaterial(storage).read()).toMatchObject({ ownText: 'second' });
});

test('material that another tab stored meanwhile is put aside, not lost', async () => {
  const { storage } = inMemory({ text: 'old' });
  const [one, other] = [new OwnMaterial(storage), new OwnMaterial(storage)];
  await Promise.all([one.read(), other.read()]);
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} });
  await one.keep({ ownText: 'of one tab', ownSound: null, ownMusic: null });
  expect(asideStore.getState().entries).toEqual([]);
  await other.keep({ ownText: 'of the other', ownSound: null, ownMusic: null });
  vi.unstubAllGlobals();
  expect(asideStore.getState().entries).toEqual([
    {
      what: 'Your own text of another tab is put aside.',
      why: 'This tab has stored a different one since.',
      text: 'of one tab',
    },
  ]);
  expect(await new OwnMaterial(storage).read()).toMatchObject({ ownText: 'of the other' });
});

test.each([
  [new DOMException('no room', 'QuotaExceededError'), 'its storage is full'],
  [new DOMException('not in a private window', 'InvalidStateError'), 'not in a private window'],
  ['a text', 'it gives no reason'],
])('the page says that a browser refuses (%s), and leaves its stored material alone', async (error, reason) => {
  const own = new OwnMaterial(refusing(error));
  expect(await own.read()).toEqual(nothing);
  expect(notKeptStore.getState()).toEqual({ text: null, sound: null, music: null });
  expect(unreadStore.getState().why).toBe(reason);
  expect(await own.keep({ ownText: 'mine', ownSound: sound, ownMusic: null })).toEqual(nothing);
  expect(notKeptStore.getState()).toEqual({ text: reason, sound: reason, music: null });
});

test('the page says that a database cannot be read; it does not count as empty, and later material replaces nothing', async () => {
  const { map, storage } = inMemory({ text: 'of an earlier visit', sound });
  let broken = true;
  const get = (key: OwnKind) => (broken ? Promise.reject(new Error('read failed')) : storage.get(key));
  const own = new OwnMaterial({ ...storage, get });
  expect(await own.read()).toEqual(nothing);
  expect(unreadStore.getState().why).toBe('read failed');
  expect(asideStore.getState().entries).toEqual([]);
  expect(await own.keep({ ownText: 'mine', ownSound: null, ownMusic: null })).toEqual(nothing);
  expect(notKeptStore.getState().text).toBe('read failed');
  expect(map.get('text')).toBe('of an earlier visit');

  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} });
  broken = false;
  expect(await own.keep({ ownText: 'mine', ownSound: null, ownMusic: null })).toEqual({
    ownText: 'mine',
    ownSound: null,
    ownMusic: null,
  });
  vi.unstubAllGlobals();
  expect(map).toEqual(
    new Map<string, unknown>([
      ['text', 'mine'],
      ['sound', sound],
    ]),
  );
  expect(notKeptStore.getState().text).toBeNull();
  expect(asideStore.getState().entries).toMatchObject([{ text: 'of an earlier visit' }]);
});

test('music is kept beside text and sound, and what is no MIDI file’s bytes is put aside', async () => {
  const { map, storage } = inMemory();
  const ownMusic = Uint8Array.of(77, 84, 104, 100);
  await new OwnMaterial(storage).keep({ ...nothing, ownText: 'mine', ownMusic });
  expect(await new OwnMaterial(storage).read()).toEqual({ ...nothing, ownText: 'mine', ownMusic });
  await new OwnMaterial(storage).read();
  map.set('music', new Uint8Array(2 ** 20 + 1));
  expect(await new OwnMaterial(storage).read()).toEqual({ ...nothing, ownText: 'mine' });
  expect(asideStore.getState().entries).toHaveLength(1);
});

test('the page also says that a kept race cannot be read', async () => {
  const refuse = () => Promise.reject(new Error('read failed'));
  await findKept({ list: refuse, get: refuse, put: refuse, change: refuse, delete: refuse }, runLocks(undefined));
  expect(unreadStore.getState().why).toBe('read failed');
});

test('the notice disappears once there is room again', async () => {
  const { storage } = inMemory();
  let full = true;
  const own = new OwnMaterial({
    ...storage,
    set: (key, value) => (full ? Promise.reject(new DOMException('', 'QuotaExceededError')) : storage.set(key, value)),
  });
  await own.keep({ ownText: long, ownSound: null, ownMusic: null });
  expect(notKeptStore.getState().text).toBe('its storage is full');
  full = false;
  expect(await own.keep({ ownText: long, ownSound: null, ownMusic: null })).toEqual({
    ownText: long,
    ownSound: null,
    ownMusic: null,
  });
  expect(notKeptStore.getState().text).toBeNull();
});

test.each([
  [{ text: 7 }, 'Your own text could not be read.', '7'],
  [{ text: 'x'.repeat(6 * 2 ** 20) }, 'Your own text could not be read.', 'x'.repeat(6 * 2 ** 20)],
  [{ sound: 'a song' }, 'Your own sound could not be read.', 'a song'],
  [{ sound: { levels: [1, 2] } }, 'Your own sound could not be read.', '{"levels":[1,2]}'],
  [{ sound: new Uint8Array(0) }, 'Your own sound could not be read.', '[]'],
])('stored material that is neither text nor sound is put aside, once: case %#', async (entries, what, text) => {
  const { map, storage } = inMemory(entries);
  const left: unknown[] = [];
  expect(await new OwnMaterial(storage).read((what, _, text) => left.push([what, text]))).toEqual(nothing);
  expect(left).toEqual([[what, text]]);
  expect(map.size).toBe(0);
});

test('material to put aside stays stored while the list of such things cannot be stored', async () => {
  const { map, storage } = inMemory({ text: 7 });
  await new OwnMaterial(storage).read(() => asideStore.setState({ notStored: 'full' }));
  expect(map.get('text')).toBe(7);
});
