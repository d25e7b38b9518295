import type { RunState } from '../stores/run_state';
import { lanesOf } from './lanes';
import { tapeAt } from './tape_at';

/** The position that a lane has reached in the replay, by the place of its contender and how it samples; Infinity: all is shown. */
export type Reach = (contender: number, naive: boolean) => number;

/** What the replay of a run shows after so many milliseconds; null: nothing is replayed. */
export function reachOf(run: RunState, milliseconds: number | null): Reach {
  if (milliseconds === null) return () => Number.POSITIVE_INFINITY;
  const lanes = lanesOf(run);
  return (contender, naive) => {
    const lane = lanes.find(own => own.contender === contender && own.naive === naive);
    return lane ? tapeAt(lane.writing.tape, milliseconds).position : Number.POSITIVE_INFINITY;
  };
}
