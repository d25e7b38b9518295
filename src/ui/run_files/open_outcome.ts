import type { ExperimentRun } from '../../lab/runs/run';
import type { Origin } from '../stores/experiments';
import { placeOutcome } from './place_outcome';

/** Shows the outcome of an experiment among its results. Rejects with RunFileError as `placeOutcome` throws it. */
export async function openOutcome(run: ExperimentRun, from: Origin): Promise<void> {
  // It brings the results of earlier visits, which take their places first.
  await import('../experiments/experiments_workspace');
  placeOutcome(run, from);
}
