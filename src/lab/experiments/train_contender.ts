import type { Backend } from '../../gpu/backend';
import type { OpenTask } from '../../tasks/task';
import type { ContenderConfig, TrainingConfig } from '../config/config';
import { Contender } from '../race/contender';
import { refuseTooLong } from '../race/too_long';
import { recordAll } from '../race/training_size';
import { modelOf } from './contenders';
import { rest } from './rest';

export interface TrainingJob {
  readonly backend: Backend;
  readonly task: OpenTask;
  readonly contender: ContenderConfig;
  readonly training: TrainingConfig;
  readonly signal: AbortSignal;
  /** Called with the share done, 0 to 1, after every turn. */
  readonly onTurn: (done: number) => void;
}

/** A contender and what its last validation said. */
export interface Trained {
  readonly contender: Contender;
  /** Nats per scored token; null if it diverged, or was not validated yet. */
  readonly loss: number | null;
  /** Share of scored tokens. */
  readonly accuracy: number | null;
  readonly diverged: boolean;
}

/**
 * Finds what is wrong with training any of these, each by itself, before the first has trained. Nothing is allocated. Throws
 * ModelError, MemoryError, with the name.
 */
export function checkTraining(
  backend: Backend,
  contenders: readonly ContenderConfig[],
  task: OpenTask,
  batch: number,
): void {
  for (const { name, ...config } of contenders) {
    const model = modelOf({ name, ...config }, task.vocabulary.size);
    for (const recording of recordAll(backend, [{ name, model }], { B: batch, L: task.length }))
      refuseTooLong(backend, name, recording);
  }
}

/** Builds a contender, if a step of it does not hold the adapter too long. The caller destroys it. Throws ModelError, MemoryError. */
export async function makeContender(
  job: Pick<TrainingJob, 'backend' | 'task' | 'contender' | 'training'>,
): Promise<Contender> {
  const { backend, task, contender: config, training } = job;
  checkTraining(backend, [config], task, training.batch);
  return await Contender.make(backend, config, task, training, () => {}, 'last');
}

/** Builds a contender and trains it to the end. The caller destroys it. Throws ModelError, MemoryError, the signal's reason. */
export async function trainContender(job: TrainingJob): Promise<Trained> {
  const contender = await makeContender(job);
  try {
    return await trainUpTo(contender, job.training.steps, job);
  } catch (error) {
    contender.destroy();
    throw error;
  }
}

/** Trains until it has done `goal` steps in all, or diverges. Throws the signal's reason. */
export async function trainUpTo(
  contender: Contender,
  goal: number,
  { training, signal, onTurn }: Pick<TrainingJob, 'training' | 'signal' | 'onTurn'>,
): Promise<Trained> {
  let loss: number | null = null;
  let accuracy: number | null = null;
  contender.goal = goal;
  await rest(signal);
  while (contender.active) {
    contender.begin();
    const points = await contender.trainTurn(signal);
    loss = finiteOr(points?.validation.at(-1), loss);
    accuracy = finiteOr(points?.accuracy.at(-1), accuracy);
    onTurn(contender.steps / training.steps);
    await rest(signal);
  }
  const diverged = contender.status === 'diverged';
  return { contender, loss: diverged ? null : loss, accuracy: diverged ? null : accuracy, diverged };
}

function finiteOr(value: number | undefined, otherwise: number | null): number | null {
  return value !== undefined && Number.isFinite(value) ? value : otherwise;
}
