import { isScored } from '../scored';
import { type Batch, type OpenTask, TaskError } from './task';

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
    const played = playedSequence(first + i, task.batch('validation', first + i, 1));
    if (!played)
      throw new TaskError(`Example ${first + i} of this task does not ask for an answer; choose another example.`);
    return played;
  });
}

/** The first validation sequences, a row each of their first batch, without those that ask for no answer. */
export function playedRows(batch: Batch, L: number, rows: number): PlayedSequence[] {
  return Array.from({ length: rows }, (_, row) => {
    const [tokens, targets] = [batch.tokens, batch.targets].map(all => all.subarray(row * L, (row + 1) * L));
    return tokens && targets && playedSequence(row, { tokens, targets });
  }).filter(played => played !== undefined);
}

/** A sequence alone; undefined: it asks for no answer. */
function playedSequence(index: number, { tokens, targets }: Batch): PlayedSequence | undefined {
  const isAsked = (target: number): boolean => isScored(target);
  const first = targets.findIndex(isAsked);
  if (first < 0) return undefined;
  const end = targets.findLastIndex(isAsked) + 1;
  return { index, tokens: tokens.slice(0, end), targets: targets.slice(0, end), first };
}

export function countAnswers({ targets }: Pick<PlayedSequence, 'targets'>): number {
  return targets.filter(target => isScored(target)).length;
}
