import { isScored } from '../scored';
import { type OpenTask, TaskError } from './task';

/** A sequence of a task that asks for answers, up to the token after which the last one is due. */
export interface PlayedSequence {
  /** Of the validation split. */
  readonly index: number;
  readonly tokens: Int32Array;
  /** As long as `tokens`: the right answer after each of them, or IGNORED. */
  readonly targets: Int32Array;
  /** Place of the token after which the first answer is due. */
  readonly first: number;
}

/** `count` validation sequences from `first` on. Throws TaskError where one asks for nothing. */
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

/** Answers that a sequence asks for. */
export function countAnswers({ targets }: Pick<PlayedSequence, 'targets'>): number {
  return targets.filter(target => isScored(target)).length;
}
