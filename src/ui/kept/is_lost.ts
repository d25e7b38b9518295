import { keepingStore } from '../stores/keeping';
import { runStore } from '../stores/run';
import { raceStep } from '../stores/run_state';
import { wasOpened } from './race_identity';

/**
 * Whether the race on the page has trained and is not kept, so that it ends for good when another takes its place. One that was opened
 * from a run is that run until there is more of it, which is then saved.
 */
export function wouldBeLost(): boolean {
  const { saved, refusal } = keepingStore.getState();
  const race = runStore.getState();
  return raceStep(race) > 0 && ((saved === null && !wasOpened(race.runId)) || refusal !== null);
}
