import { useSlowRun } from '../stores/run';
import { lanesOf, raceTime } from './lanes';
import { ReplayBar } from './race_parts';
import { sampleKey } from './replay_store';

/** The replay of the last race of samples, once it is over. */
export function RaceReplay() {
  const run = useSlowRun();
  const length = run.sampling?.done ? raceTime(lanesOf(run)) : 0;
  return length > 0 ? <ReplayBar of={sampleKey(run)} length={length} /> : null;
}
