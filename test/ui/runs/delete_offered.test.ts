import { beforeEach, expect, test, vi } from 'vitest';
import { findKept } from '../../../src/ui/kept/find_kept';
import { here } from '../../../src/ui/kept/here';
import { deleteRun, undoDelete } from '../../../src/ui/runs/run_actions';
import { initialKeeping, keepingStore } from '../../../src/ui/stores/keeping';
import { initialKeptRuns, keptRunsStore } from '../../../src/ui/stores/kept_runs';
import { locksInMemory, racesOf, storeInMemory } from '../../support/kept';

vi.mock('../../../src/ui/kept/here', () => ({ here: {} }));

beforeEach(async () => {
  const { store } = storeInMemory();
  Object.assign(here, { store, locks: locksInMemory().locks });
  keepingStore.setState(initialKeeping, true);
  keptRunsStore.setState(initialKeptRuns, true);
  const [older, newer] = racesOf('0a', '0b');
  if (older) await store.put(older, 'nothing');
  if (newer) await store.put(newer, 'offer');
  await findKept(here.store, here.locks);
});

const run = async (id: string) => {
  const found = (await here.store.list()).runs.find(own => own.id === id);
  if (!found) throw new Error(`no run ${id}`);
  return found;
};
const offer = () => keepingStore.getState().offer;

test('a deleted run is no longer offered, and Undo offers it again', async () => {
  expect(offer()).toMatchObject({ is: 'offered', run: { id: '0b' } });
  await deleteRun(await run('0b'));
  expect(offer()).toEqual({ is: 'none' });
  await undoDelete();
  expect(offer()).toMatchObject({ is: 'offered', run: { id: '0b' } });
  expect(keptRunsStore.getState().trouble).toBeNull();
});

test('another deleted run leaves the offer', async () => {
  const before = offer();
  await deleteRun(await run('0a'));
  await undoDelete();
  expect(offer()).toBe(before);
});
