import { isScored } from '../scored';
import { type OpenTask, TaskError } from './task';

/** A sequence of a task that asks for answers, up to the token with the last answer. */
export interface PlayedSequence {
  /** Of the validation split. */
  readonly index: number;
  readonly tokens: Int32Array;
  /** As long as `tokens`: the right answer after each of them, or IGNORED. */
  readonly targets: Int32Array;
  /** Index of the token with the first answer. */
  readonly first: number;
}

/** `count` validation sequences from `first` on. Throws TaskError if one asks for no answer. */
export function playedSequences(task: OpenTask, first: number, count: number): PlayedSequence[] {
  return Array.from({ length: count }, (_, i) => {
    const { tokens, targets } = task.batch('validation', first + i, 1);
    const isAsked = (target: number): boolean => isScored(target);
    const asked = targets.findIndex(isAsked);
    if (asked < 0)
      throw new TaskError(`Example ${first + i} of this task does not ask for an answer; choose another example.`);
    const end = targets.findLastIndex(isAsked) + 1;
    return { index: first + i, tokens: tokens.slice(0, end), targets: targets.slice(0, end), first: asked };
  });
}

export function countAnswers({ targets }: Pick<PlayedSequence, 'targets'>): number {
  return targets.filter(target => isScored(target)).length;
}
