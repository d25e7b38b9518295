import type { ResultFile } from '../experiments/result_file';
import { type ExperimentRun, newRunId, type RunEngine } from './run';

/** The outcome of an experiment as a run, which ended now. `name`: its title. */
export function experimentRun(outcome: ResultFile, name: string, engine: RunEngine, now = new Date()): ExperimentRun {
  return {
    kind: 'experiment',
    id: newRunId(),
    name,
    notes: '',
    pinned: false,
    created: new Date(now.getTime() - 1000 * outcome.seconds).toISOString(),
    saved: now.toISOString(),
    engine,
    lineage: null,
    outcome,
  };
}
