import type { Stop } from '../../gpu/backend';
import type { Answered } from '../worker/protocol';
import { readAnswers, type Said } from './answered';
import type { Stage } from './stages';
import { isDiverged, joinResults, type StepResult } from './step_result';
import type { Trainer } from './trainer';

export interface Evaluation {
  readonly result: StepResult;
  /** Undefined: they were not asked for. */
  readonly said: Said | undefined;
}

/** Evaluates so many validation batches of a stage's task. `answers`: it tells some. Undefined: `stop` came first. */
export async function evaluate(
  trainer: Trainer,
  { task, B }: Stage,
  count: number,
  answers: boolean,
  stop: Stop | undefined,
): Promise<Evaluation | undefined> {
  let said: Said | undefined;
  let done = 0;
  for (; done < count; done++) {
    const batch = task.batch('validation', done, B);
    if (!(await trainer.evaluate(batch, stop))) break;
    if (answers && done === 0) said = await readAnswers(trainer, task, batch);
  }
  const results = await trainer.results();
  return done < count ? undefined : { result: joinResults(results), said };
}

/** What a contender said after so many steps, with the counts over all sequences of the evaluation; undefined where nothing is told. */
export function answeredAt(step: number, { result, said }: Evaluation): Answered | undefined {
  if (!said || isDiverged(result)) return undefined;
  return { step, right: result.correct, asked: result.scored, ...said };
}
