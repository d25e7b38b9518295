import type { RunStore } from '../../lab/runs/run_store';
import type { RunSummary } from '../../lab/runs/run_summary';

/** The oldest runs at rest that are not pinned, as many as take `bytes` together; all of them where they take less. */
export function runsToDelete(runs: readonly RunSummary[], bytes: number): RunSummary[] {
  const spare = runs
    .filter(({ next, pinned }) => next === 'nothing' && !pinned)
    .toSorted((a, b) => (a.saved < b.saved ? -1 : 1));
  const chosen: RunSummary[] = [];
  for (let freed = 0, i = 0; freed < bytes && i < spare.length; i++) {
    const run = spare[i];
    if (!run) break;
    chosen.push(run);
    freed += run.bytes;
  }
  return chosen;
}

/** Deletes runs for good: the room is needed. */
export async function deleteRuns(store: Pick<RunStore, 'delete'>, runs: readonly RunSummary[]): Promise<void> {
  for (const { id } of runs) await store.delete(id);
}
