import type { RunStore } from '../../lab/runs/run_store';
import type { RunSummary } from '../../lab/runs/run_summary';
import { lacksBrought } from '../brought_for';
import { configStore } from '../stores/config';
import { keepingStore } from '../stores/keeping';
import { setRunFile } from '../stores/run_files';
import { findKept, readRace } from './find_kept';
import { wouldBeLost } from './is_lost';
import { openRun } from './open_run';
import type { RunLocks } from './run_locks';

interface Here {
  readonly store: RunStore;
  readonly locks: RunLocks;
}

/** Trains on with the run that is offered, unless another tab was quicker or it cannot be read; the page says so. */
export async function continueRun(summary: RunSummary, { store, locks }: Here): Promise<void> {
  if (!(await locks.take(summary.id))) return findKept(store, locks);
  const run = await readRace(summary.id, store);
  if (!run) {
    locks.release(summary.id);
    if (keepingStore.getState().offer.is !== 'unreadable') await findKept(store, locks);
    return;
  }
  const lacks = lacksBrought({ ...configStore.getState(), config: run.config });
  if (lacks !== null) {
    locks.release(summary.id);
    const why = `It needs ${lacks}, which is not on this page. Drop that first, then continue.`;
    keepingStore.setState({ offer: { is: 'offered', run: summary, engine: run.engine, why } });
    return;
  }
  const open = (): void => {
    keepingStore.setState({ offer: { is: 'none' } });
    openRun(run, { play: true, itself: true });
  };
  if (wouldBeLost()) setRunFile({ is: 'asks', name: summary.name, open });
  else open();
}

/** The run stays in the store and is not offered again; the next one is. */
export async function setAside(summary: RunSummary, { store, locks }: Here): Promise<void> {
  if (!(await locks.isElsewhere(summary.id))) await store.change(summary.id, { next: 'nothing' });
  await findKept(store, locks);
}

/** Deletes a run that cannot be read; looks for another one. */
export async function discard(id: string, { store, locks }: Here): Promise<void> {
  await store.delete(id);
  await findKept(store, locks);
}

/** Lets the browser save the run as a file. Returns why it cannot be written; null: it is. */
export async function downloadRun(summary: RunSummary, store: Pick<RunStore, 'get'>): Promise<string | null> {
  const run = await readRace(summary.id, store);
  if (!run) return null;
  // What writes the file is loaded only for this.
  const { downloadRunFile } = await import('../run_files/download_run');
  return downloadRunFile(run);
}
