import { delay } from '../../lab/delay';
import type { RaceRun } from '../../lab/runs/run';
import { RunFileError } from '../../lab/runs/run_file_error';
import type { RunStore } from '../../lab/runs/run_store';
import type { RunSummary } from '../../lab/runs/run_summary';
import { reasonOf } from '../page_storage';
import { keepingStore, type Offer } from '../stores/keeping';
import { setUnread } from '../stores/not_kept';
import type { RunLocks } from './run_locks';

const RELEASE_MILLISECONDS = 200;

/**
 * Offers the newest race that was under way and that no tab trains. One whose GPU was gone is made ready to go on by itself. The
 * page says what it cannot read. Never rejects.
 */
export async function findKept(store: RunStore, locks: RunLocks): Promise<void> {
  keepingStore.setState({ offer: { is: 'none' }, goesOn: null });
  try {
    const { runs, unreadable } = await store.list();
    const here = keepingStore.getState().saved?.id;
    const underWay = runs.filter(run => run.kind === 'race' && run.next !== 'nothing' && run.id !== here);
    const { free, taken } = await newest(underWay, locks);
    if (free) await offer(free, store, locks);
    else if (taken) offerLater(taken, store, locks);
    else if (unreadable[0]) keepingStore.setState({ offer: { is: 'unreadable', ...unreadable[0] } });
  } catch (error) {
    setUnread(reasonOf(error));
  }
}

async function newest(
  runs: readonly RunSummary[],
  locks: RunLocks,
): Promise<{ readonly free?: RunSummary; readonly taken?: RunSummary }> {
  let taken: RunSummary | undefined;
  for (const run of runs) {
    if (!(await isElsewhere(run.id, locks))) return { free: run };
    taken ??= run;
  }
  return taken ? { taken } : {};
}

/** After a reload the page before may hold its lock for a moment. */
async function isElsewhere(id: string, locks: RunLocks): Promise<boolean> {
  if (!(await locks.isElsewhere(id))) return false;
  await delay(RELEASE_MILLISECONDS);
  return locks.isElsewhere(id);
}

async function offer(run: RunSummary, store: RunStore, locks: RunLocks): Promise<void> {
  if (run.next === 'go_on') {
    const kept = await readRace(run.id, store);
    // Another tab may be quicker.
    if (kept && (await locks.take(run.id))) keepingStore.setState({ goesOn: { run: kept, summary: run } });
    return;
  }
  keepingStore.setState({ offer: { is: 'offered', run, engine: null, why: null } });
  const engine = (await readRace(run.id, store))?.engine;
  const { offer } = keepingStore.getState();
  if (engine && offer.is === 'offered' && offer.run.id === run.id)
    keepingStore.setState({ offer: { ...offer, engine } });
}

/** Offers it once the tab that trains it has closed. */
function offerLater(run: RunSummary, store: RunStore, locks: RunLocks): void {
  const elsewhere: Offer = { is: 'elsewhere', run };
  keepingStore.setState({ offer: elsewhere });
  locks.whenFree(run.id).then(
    () => {
      if (keepingStore.getState().offer === elsewhere) void findKept(store, locks);
    },
    () => {},
  );
}

/** A race of the store. Undefined: it is gone, or this build cannot read it, and the page says so. */
export async function readRace(id: string, store: Pick<RunStore, 'get'>): Promise<RaceRun | undefined> {
  try {
    const run = await store.get(id);
    return run?.kind === 'race' ? run : undefined;
  } catch (error) {
    if (!(error instanceof RunFileError)) throw error;
    keepingStore.setState({ offer: { is: 'unreadable', id, why: error.message } });
    return undefined;
  }
}
