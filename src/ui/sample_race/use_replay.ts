import type { RunState } from '../stores/run_state';
import { useSlow } from '../stores/slow';
import { sampleReplay, timeFor } from './replay_store';

/** Where the replay of this sample is, at most once in `interval` milliseconds; null: the whole is shown. */
export function useSlowReplay(run: Pick<RunState, 'runId' | 'sampling'>, interval: number): number | null {
  return timeFor(useSlow(sampleReplay.store, interval), run);
}
