import type { KeptCell } from '../experiments/kept_cells';
import type { ResultFile } from '../experiments/result_file';
import { type ExperimentRun, newRunId, type RunEngine } from './run';

interface Further {
  /** Finished measurements, from which it goes on. */
  readonly cells?: readonly KeptCell[];
  /** The run that it went on from: it stays the same run. */
  readonly before?: ExperimentRun | undefined;
}

/** The outcome of an experiment as a run, which ended now. `name`: its title. */
export function experimentRun(
  outcome: ResultFile,
  name: string,
  engine: RunEngine,
  { cells, before }: Further = {},
): ExperimentRun {
  const now = new Date();
  return {
    kind: 'experiment',
    id: before?.id ?? newRunId(),
    name: before?.name ?? name,
    notes: before?.notes ?? '',
    pinned: before?.pinned ?? false,
    created: before?.created ?? new Date(now.getTime() - 1000 * outcome.seconds).toISOString(),
    saved: now.toISOString(),
    engine,
    lineage: null,
    outcome,
    ...(cells && { cells }),
  };
}
