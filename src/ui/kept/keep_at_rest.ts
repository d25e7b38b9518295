import type { Run } from '../../lab/runs/run';
import type { RunStore } from '../../lab/runs/run_store';
import { reasonOf } from '../page_storage';
import { keepingStore } from '../stores/keeping';

/** Keeps a run that does not train; undefined: there is nothing to keep. Never rejects: the page says what cannot be kept. */
export async function keepAtRest(store: Pick<RunStore, 'put'>, make: () => Promise<Run | undefined>): Promise<void> {
  try {
    const run = await make();
    if (run) await store.put(run, 'nothing');
  } catch (error) {
    const full = error instanceof DOMException && error.name === 'QuotaExceededError';
    keepingStore.setState({ refusal: { why: reasonOf(error), full } });
  }
}

/** Keeps a run of a file. One that is kept already stays: it may have trained further. */
export function keepFile(store: Pick<RunStore, 'list' | 'put'>, run: Run): Promise<void> {
  return keepAtRest(store, async () => {
    const { runs, unreadable } = await store.list();
    return [...runs, ...unreadable].some(({ id }) => id === run.id) ? undefined : run;
  });
}
