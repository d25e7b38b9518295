import { beforeEach, expect, test, vi } from 'vitest';
import { summaryOf } from '../../../src/lab/runs/run_summary';
import { deleteRuns, runsToDelete } from '../../../src/ui/kept/make_room';
import { askToPersist, measureRoom } from '../../../src/ui/kept/storage';
import { initialKeeping, keepingStore } from '../../../src/ui/stores/keeping';
import { racesOf, storeInMemory } from '../../support/kept';

beforeEach(() => {
  keepingStore.setState(initialKeeping, true);
  const map = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, text: string) => void map.set(key, text),
  });
  return () => vi.unstubAllGlobals();
});

function manager(persisted: boolean, granted: boolean) {
  return {
    persisted: async () => persisted,
    persist: vi.fn(async () => granted),
    estimate: async () => ({ usage: 5, quota: 1000 }),
  };
}

function asManager(own: ReturnType<typeof manager>): StorageManager {
  return own as unknown as StorageManager;
}

test('the oldest runs at rest make room; pinned ones, and those under way, stay', async () => {
  const [a, b, c, d] = racesOf('0a', '0b', '0c', '0d');
  if (!a || !b || !c || !d) return;
  const summaries = [
    summaryOf(d, 'nothing'),
    summaryOf(c, 'nothing'),
    summaryOf({ ...b, pinned: true }, 'nothing'),
    summaryOf(a, 'offer'),
  ];
  const { bytes } = summaryOf(a, 'nothing');
  const ids = (needed: number) => runsToDelete(summaries, needed).map(({ id }) => id);
  expect(ids(1)).toEqual(['0c']);
  expect(ids(bytes + 1)).toEqual(['0c', '0d']);
  expect(ids(1e9)).toEqual(['0c', '0d']);
  const { store, map } = storeInMemory();
  for (const run of [a, c]) await store.put(run, 'nothing');
  await deleteRuns(store, runsToDelete(summaries, 1));
  expect([...map.keys()]).toEqual(['0a']);
});

test('the browser is asked once to delete nothing by itself; its answer is known at every visit', async () => {
  const no = manager(false, false);
  await askToPersist(asManager(no));
  expect(keepingStore.getState().persisted).toBe(false);
  await askToPersist(asManager(no));
  expect(no.persist).toHaveBeenCalledTimes(1);
  const yes = manager(true, true);
  await askToPersist(asManager(yes));
  expect(yes.persist).not.toHaveBeenCalled();
  expect(keepingStore.getState().persisted).toBe(true);
});

test('what all runs take is summed up', async () => {
  const { store } = storeInMemory();
  const [a, b] = racesOf('0a', '0b');
  if (!a || !b) return;
  for (const run of [a, b]) await store.put(run, 'nothing');
  await measureRoom(store, asManager(manager(true, true)));
  const bytes = 2 * summaryOf(a, 'nothing').bytes;
  expect(keepingStore.getState()).toMatchObject({ all: { runs: 2, bytes }, quota: 1000 });
});
