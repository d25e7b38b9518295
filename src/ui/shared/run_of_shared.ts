import { curveColumnsOf } from '../../lab/race/curve';
import { appendPoints } from '../stores/curve';
import { freshRun, initialRun, type RunState } from '../stores/run_state';
import type { SharedResult } from './shared_result';

/** A shared result as a race that the charts can draw. It never trains. */
export function runOfShared({ config, adapter, members }: SharedResult): RunState {
  const slots = [...config.contenders.keys()];
  const run = freshRun(initialRun, 0, { config, slots, ownText: null, ownSound: null, ownMusic: null });
  return {
    ...run,
    adapter,
    members: run.members.map((empty, place) => {
      const shared = members[place];
      if (!shared) return empty;
      appendPoints(
        empty.curve,
        curveColumnsOf(column => Float64Array.from(shared.curve[column], value => value ?? Number.NaN)),
      );
      return { ...empty, status: shared.status, report: shared.report };
    }),
  };
}
