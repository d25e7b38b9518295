import { LONGEST } from '../../tasks/parameters';
import { type Batch, type OpenTask, TaskError } from '../../tasks/task';
import type { TaskConfig, TrainingConfig } from '../config/config';
import { lengthStages } from '../config/lengths';
import { ConfigError } from '../config/parse_config';
import type { BatchShape } from '../recording/batch_shape';

/** A part of training with batches of one shape. */
export interface Stage {
  /** Its first step, from 0. */
  readonly from: number;
  readonly task: OpenTask;
  /** Sequences of a batch. */
  readonly B: number;
  /** Index of its first batch. */
  readonly first: number;
  /** Rows of a batch go on where those of the batch before ended. */
  readonly streams: boolean;
}

/** The stages of a training, in order. The last one has the task itself, which also validates. */
export type Stages = readonly [...Stage[], Stage];

/**
 * The first sequence of shorter stages: the last stage never comes so far. So no sequence comes twice, and the last stage has the
 * batches of a race that is long from the start.
 */
const SHORTER = 2 ** 30;

/** Batches of one shape throughout. */
export function oneStage(task: OpenTask, B: number): Stages {
  return [{ from: 0, task, B, first: 0, streams: false }];
}

/**
 * Opens the task at each of its lengths. Shorter sequences come in larger batches: so many that a step has as many tokens throughout,
 * to the nearest whole number. Throws TaskError, ConfigError.
 */
export async function openStages(
  config: TaskConfig,
  training: TrainingConfig,
  open: (config: TaskConfig) => Promise<OpenTask>,
): Promise<Stages> {
  const task = await open(config);
  const { batch: B, carry_state: streams = false } = training;
  if (streams && !task.stream)
    throw new ConfigError(
      'The sequences of this task have nothing to do with each other, so no state can be carried from one to the next. ' +
        'Train without “Carry the state” (carry_state), or on a text or a sound of your own.',
    );
  const lengths = lengthStages(training, config);
  const shorter: Stage[] = [];
  let sequences = SHORTER;
  for (const [i, { from, length }] of lengths.slice(0, -1).entries()) {
    const own = await opened(open, { ...config, length });
    if (own.vocabulary.size !== task.vocabulary.size)
      throw new ConfigError('The tokens of this task depend on its length. Leave the length at the start empty.');
    const rows = Math.max(1, Math.round((B * task.length) / own.length));
    const first = Math.ceil(sequences / rows);
    shorter.push({ from, task: own, B: rows, first, streams });
    sequences = (first + (lengths[i + 1]?.from ?? 0) - from) * rows;
  }
  const from = lengths.at(-1)?.from ?? 0;
  return [...shorter, { from, task, B, first: from, streams }];
}

async function opened(open: (config: TaskConfig) => Promise<OpenTask>, config: TaskConfig): Promise<OpenTask> {
  try {
    return await open(config);
  } catch (error) {
    if (!(error instanceof TaskError)) throw error;
    throw new ConfigError(
      `Training cannot have the length ${Number(config.length).toLocaleString('en')}, which comes before the full one: ${error.message} Or change the length at the start.`,
    );
  }
}

/** The stage of a step, from 0. */
export function stageAt(stages: Stages, step: number): Stage {
  return stages.findLast(({ from }) => from <= step) ?? stages[0];
}

/** The last one, of the task itself. */
export function lastStage(stages: Stages): Stage {
  return stages.at(-1) ?? stages[0];
}

/** The step at which the stage of a step ends; infinite for the last one. */
export function endOfStage(stages: Stages, step: number): number {
  return stages.find(({ from }) => from > step)?.from ?? Number.POSITIVE_INFINITY;
}

/** What a step trains on. */
export function batchAt({ task, B, from, first, streams }: Stage, step: number): Batch {
  if (streams && task.stream) return task.stream(step, B);
  return task.batch('train', first + step - from, B);
}

/**
 * The position of the first token of a step's batch in what its rows have read with one state. At 0 the state begins anew: where the
 * stage begins, whose batches have other rows, and after about a million tokens, so that a position stays one that a model can tell.
 */
export function positionAt({ from, streams, task: { length } }: Stage, step: number): number {
  if (!streams) return 0;
  return ((step - from) % Math.max(1, Math.floor(LONGEST / length))) * length;
}

export function shapeOf({ task, B }: Pick<Stage, 'task' | 'B'>): BatchShape {
  return { B, L: task.length };
}
