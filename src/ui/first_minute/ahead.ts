import { wilson } from '../../lab/experiments/intervals';
import type { Answered } from '../../lab/worker/protocol';
import { validationSequences } from '../accuracy_interval';
import { type MemberRun, type RunState, standing } from '../stores/run_state';

export interface Told {
  readonly member: MemberRun;
  readonly answered: Answered;
}

/** The two contenders of the first race, once both have answered. */
export function bothTold(run: RunState): readonly [Told, Told] | null {
  const [one, other] = standing(run);
  if (!one?.answered || !other?.answered) return null;
  return [
    { member: one, answered: one.answered },
    { member: other, answered: other.answered },
  ];
}

/** Whether the first contender is ahead of the second: their 95 % intervals do not overlap. */
export function isAhead(run: RunState): boolean {
  const both = bothTold(run);
  if (!both || !run.config) return false;
  const n = validationSequences(run.config.training);
  const [one, other] = both.map(({ answered: { right, asked } }) => wilson(right / asked, n));
  return one !== undefined && other !== undefined && one[0] > other[1];
}
