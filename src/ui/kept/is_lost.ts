import { keepingStore } from '../stores/keeping';
import { runStore } from '../stores/run';
import { raceStep } from '../stores/run_state';

/** Whether the race on the page has trained and is not kept, so that it ends for good when another takes its place. */
export function wouldBeLost(): boolean {
  const { saved, refusal } = keepingStore.getState();
  return raceStep(runStore.getState()) > 0 && (saved === null || refusal !== null);
}
