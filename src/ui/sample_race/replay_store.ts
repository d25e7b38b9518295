import { create } from 'zustand';
import { wantsNoMotion } from '../media';
import type { RunState } from '../stores/run_state';

/** How many times as fast as it was measured. */
export const PACES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20] as const;
export type Pace = (typeof PACES)[number];

export interface Replay {
  /** The sample that is replayed. */
  readonly of: string;
  /** Where it is, in milliseconds of the race; null: the whole is shown. */
  readonly time: number | null;
  readonly running: boolean;
  /** Null: the one that suits the length of the race. */
  readonly pace: Pace | null;
}

export const replayStore = create<Replay>(() => ({ of: '', time: null, running: false, pace: null }));

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
export function usualPace(milliseconds: number): Pace {
  const wanted = Math.log(milliseconds / 1000 / USUAL_SECONDS);
  const away = (pace: Pace) => Math.abs(Math.log(pace) - wanted);
  return PACES.reduce((best, pace) => (away(pace) < away(best) ? pace : best));
}

/** With reduced motion the replay moves in steps. */
const STILL_STEP = 250;

/** Runs the replay of a sample from where it is, to the end after `length` milliseconds of the race. */
export function runReplay(of: string, length: number): void {
  const before = replayStore.getState();
  const time = before.of === of && before.time !== null && before.time < length ? before.time : 0;
  replayStore.setState({ of, time, running: true });
  const soon = wantsNoMotion() ? (next: () => void) => setTimeout(next, STILL_STEP) : requestAnimationFrame;
  let last = performance.now();
  const step = () => {
    const { of: now, time: at, running, pace } = replayStore.getState();
    if (!running || now !== of || at === null) return;
    const moved = at + (performance.now() - last) * (pace ?? usualPace(length));
    last = performance.now();
    if (moved >= length) replayStore.setState({ time: null, running: false });
    else {
      replayStore.setState({ time: moved });
      soon(step);
    }
  };
  soon(step);
}

export function pauseReplay(): void {
  replayStore.setState({ running: false });
}

/** Shows a sample as it was after so many milliseconds of the race. */
export function seekReplay(of: string, time: number): void {
  replayStore.setState(({ running, of: now }) => ({ of, time, running: running && now === of }));
}
