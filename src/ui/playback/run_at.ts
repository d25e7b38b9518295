import { curveColumnsOf } from '../../lab/race/curve';
import type { RaceRun } from '../../lab/runs/run';
import { appendPoints } from '../stores/curve';
import { freshRun, initialRun, type RunState } from '../stores/run_state';

/** Not the number of any race on the page. */
const PLAYED = -1;

/** How many seconds its contender that trained longest has trained. */
export function lengthOf({ members }: Pick<RaceRun, 'members'>): number {
  return Math.max(0, ...members.map(({ curve }) => curve.seconds.findLast(Number.isFinite) ?? 0));
}

/** A kept race as it was when each contender had trained so many seconds. It never trains. */
export function runAt(kept: RaceRun, seconds: number): RunState {
  const { config, slots, engine } = kept;
  const run = freshRun(initialRun, PLAYED, { config, slots, ownText: null, ownSound: null, ownMusic: null });
  const { adapter, backend } = engine;
  return {
    ...run,
    adapter: { adapter, backend, software: backend !== 'webgpu' },
    members: run.members.map((empty, place) => {
      const member = kept.members[place];
      if (!member) return empty;
      const { curve } = member;
      const after = curve.seconds.findIndex(at => at > seconds);
      const points = after < 0 ? curve.seconds.length : after;
      appendPoints(
        empty.curve,
        curveColumnsOf(column => curve[column].subarray(0, points)),
      );
      return { ...empty, status: after < 0 ? member.status : 'paused' };
    }),
  };
}
