import { type Replay, ReplayClock } from '../stores/replay_clock';
import type { RunState } from '../stores/run_state';

/** How many times as fast as it was measured. */
export const PACES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20] as const;

/** Which sample is on the page. */
export function sampleKey({ runId, sampling }: Pick<RunState, 'runId' | 'sampling'>): string {
  return `${runId} ${sampling?.sampleId ?? ''}`;
}

/** Where the replay of this sample is; null: the whole is shown. */
export function timeFor({ of, time }: Replay, run: Pick<RunState, 'runId' | 'sampling'>): number | null {
  return of === sampleKey(run) ? time : null;
}

/** About the seconds that a replay takes if the visitor has chosen no pace. */
const USUAL_SECONDS = 8;

/** The pace at which a race of so many milliseconds takes about as long as one can watch. */
export function usualPace(milliseconds: number): number {
  const wanted = Math.log(milliseconds / 1000 / USUAL_SECONDS);
  const away = (pace: number) => Math.abs(Math.log(pace) - wanted);
  return PACES.reduce<number>((best, pace) => (away(pace) < away(best) ? pace : best), 1);
}

/** The replay of a race of samples. */
export const sampleReplay = new ReplayClock({ usualPace, picture: 0 });
