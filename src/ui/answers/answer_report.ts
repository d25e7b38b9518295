import type { Answered } from '../../lab/worker/protocol';
import type { RunState } from '../stores/run_state';

/** What a contender with one of its seeds said in its last evaluation. */
export interface AnswerReport extends Answered {
  readonly name: string;
  /** Place of its contender in the race. */
  readonly contender: number;
  readonly seed: number;
}

/** What every member said last; without those that have not answered. */
export function answersOf({ members }: RunState): AnswerReport[] {
  return members.flatMap(({ name, contender, seed, answered }) =>
    answered ? { name, contender, seed, ...structuredClone(answered) } : [],
  );
}
