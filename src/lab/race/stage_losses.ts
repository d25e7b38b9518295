import { type Backend, MemoryError, type Stop } from '../../gpu/backend';
import type { ParameterArena } from '../../models/arena';
import type { Model } from '../../models/model';
import { meanOf } from '../../statistics';
import { MOST_SCORED } from '../inspect/inspection';
import type { StageLoss } from './snapshot';
import { lastStage, type Stages, stageAt } from './stages';

/** Most means of a stage's loss. */
const MOST_MEANS = 256;

/** The loss by position of full sequences each time the length grows, to compare with what comes of it. */
export class StageLosses {
  /** In the order of their steps. */
  kept: readonly StageLoss[] = [];
  readonly #backend: Backend;
  readonly #stages: Stages;

  constructor(backend: Backend, stages: Stages) {
    this.#backend = backend;
    this.#stages = stages;
  }

  /**
   * Measures where a longer stage begins at this step, once. What has no room or too long sequences is not measured. False: `stop`
   * came first. Rejects when the device is lost.
   */
  async measure(model: Model, parameters: ParameterArena, step: number, stop?: Stop): Promise<boolean> {
    const { task } = lastStage(this.#stages);
    const begins = step > 0 && stageAt(this.#stages, step).from === step;
    if (!begins || task.length > MOST_SCORED || this.kept.some(known => known.step === step)) return true;
    // Few races grow, so the worker loads this when one does.
    const { PositionScorer } = await import('../inspect/position_scores');
    const scorer = await PositionScorer.make(this.#backend, task, model, parameters).catch(error => {
      if (error instanceof MemoryError) return undefined;
      throw error;
    });
    if (!scorer) return true;
    try {
      const scores = await scorer.score(stop);
      if (!scores) return false;
      const { length } = stageAt(this.#stages, step - 1).task;
      this.kept = [...this.kept, { step, length, loss: meansOf(scores.loss) }];
      return true;
    } finally {
      scorer.destroy();
    }
  }
}

/** Means over equal numbers of positions, the last of them over what is left. */
export function meansOf(loss: Float32Array): (number | null)[] {
  const width = Math.ceil(loss.length / MOST_MEANS);
  return Array.from({ length: Math.ceil(loss.length / width) }, (_, i) => {
    const own = [...loss.subarray(i * width, (i + 1) * width)].filter(value => !Number.isNaN(value));
    const mean = own.length > 0 ? meanOf(own) : Number.NaN;
    return Number.isFinite(mean) ? Number(mean.toPrecision(5)) : null;
  });
}
