import type { Backend } from '../../../gpu/backend';
import type { OpenTask } from '../../../tasks/task';
import type { ContenderConfig } from '../../config/config';
import { modelOf } from '../../config/model_of';
import { Contender } from '../../race/contender';
import { oneStage } from '../../race/stages';
import { refuseTooLong } from '../../race/too_long';
import { recordAll } from '../../race/training_size';
import { rest } from '../rest';
import type { Trained, TrainingJob } from './instruments';

/** Instruments.checkTraining. */
export function checkTraining(
  backend: Backend,
  contenders: readonly ContenderConfig[],
  task: OpenTask,
  batch: number,
): void {
  for (const contender of contenders) {
    const { name } = contender;
    const model = modelOf(contender, task.vocabulary.size);
    for (const recording of recordAll(backend, [{ name, model }], { B: batch, L: task.length }))
      refuseTooLong(backend, name, recording);
  }
}

/** Builds a contender unless its step would hold the adapter too long. The caller destroys it. Throws ModelError, MemoryError. */
export async function makeContender(
  backend: Backend,
  { task, contender, training, stages = oneStage(task, training.batch) }: TrainingJob,
): Promise<Contender> {
  for (const stage of stages) checkTraining(backend, [contender], stage.task, stage.B);
  return await Contender.make(backend, contender, stages, training, { validations: 'last' });
}

interface Turns {
  /** Steps of the whole training. */
  readonly steps: number;
  readonly signal: AbortSignal;
  readonly onTurn: (done: number) => void;
}

/** Trains until it has done `goal` steps in all, or diverges. Throws the signal's reason. */
export async function trainUpTo(
  contender: Contender,
  goal: number,
  { steps, signal, onTurn }: Turns,
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
    onTurn(contender.steps / steps);
    await rest(signal);
  }
  const diverged = contender.status === 'diverged';
  return { loss: diverged ? null : loss, accuracy: diverged ? null : accuracy, diverged };
}

function finiteOr(value: number | undefined, otherwise: number | null): number | null {
  return value !== undefined && Number.isFinite(value) ? value : otherwise;
}
