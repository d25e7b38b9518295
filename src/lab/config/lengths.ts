import { parseParameters } from '../../tasks/parameters';
import { findTask } from '../../tasks/registry';
import type { TaskConfig, TrainingConfig } from './config';
import { ConfigError } from './parse_config';

/** A part of training with sequences of one length. */
export interface LengthStage {
  /** Its first step, from 0. */
  readonly from: number;
  /** The task's parameter `length`. */
  readonly length: number;
}

type Lengths = Pick<TrainingConfig, 'start_length' | 'length_warmup' | 'steps' | 'branches'>;

/** The first step (from 0) with the task's own length. It stays where it is when a race goes on for longer than planned. */
export function fullLengthFrom({ start_length, length_warmup, steps, branches }: Lengths): number {
  if (start_length === undefined || start_length === null) return 0;
  return length_warmup ?? Math.floor((branches?.[0]?.planned ?? steps) / 2);
}

/**
 * The lengths of a training, in order, the last one the task's: from the start length by doublings, each shorter one for an equal
 * share of the warm-up (sequence length warm-up: Li et al. 2022, The Stability-Efficiency Dilemma, arXiv:2108.06084, which grows it
 * by equal amounts). A length below the task's from the start is needed: throws ConfigError, and TaskError for a bad task.
 */
export function lengthStages(training: Lengths, task: TaskConfig): readonly LengthStage[] {
  const { start_length: start } = training;
  const full = lengthOf(task);
  if (start === undefined || start === null) return [{ from: 0, length: full ?? 0 }];
  if (full === undefined)
    throw new ConfigError('The sequences of this task have one length. Leave the length at the start empty.');
  if (start >= full)
    throw new ConfigError(
      `The length at the start, ${count(start)}, is not below the task’s, ${count(full)}. ` +
        (full > 1
          ? `Set it to at most ${count(full - 1)}, leave it empty, or make the task longer.`
          : 'Leave it empty.'),
    );
  const shorter: number[] = [];
  for (let length = start; length < full; length *= 2) shorter.push(length);
  const whole = fullLengthFrom(training);
  const stages = [...shorter, full].map((length, i) => ({ from: Math.floor((i * whole) / shorter.length), length }));
  // A warm-up of fewer steps than lengths leaves some out.
  return stages.filter(({ from }, i) => from !== stages[i + 1]?.from);
}

/** What the length does, as a sentence; empty: it stays. Throws as lengthStages does. */
export function lengthWords(training: Lengths, task: TaskConfig): string {
  const stages = lengthStages(training, task);
  if (stages.length === 1) return '';
  const words = stages.map(({ length }, i) => {
    const end = stages[i + 1]?.from;
    return end === undefined ? `${count(length)} from there on` : `${count(length)} to step ${count(end)}`;
  });
  return `Length ${words.join(', ')}.`;
}

/** The task's parameter `length`; undefined: it has none. */
function lengthOf({ name, ...parameters }: TaskConfig): number | undefined {
  const params = parseParameters(findTask(name), parameters);
  return params instanceof Object && 'length' in params && typeof params.length === 'number'
    ? params.length
    : undefined;
}

function count(n: number): string {
  return n.toLocaleString('en');
}
