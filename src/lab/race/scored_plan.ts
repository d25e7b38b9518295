import type { Scoring } from '../../autodiff/ops/cross_entropy';
import type { Plan } from '../../gpu/plan';
import type { Tensor } from '../../gpu/tensor';
import { countScored } from '../../scored';
import type { Batch } from '../../tasks/task';
import type { BatchShape } from '../recording/batch_shape';
import { checkBatch } from './check_batch';
import { likeliestOfGradients } from './likeliest';
import { RESULT_SLOTS, RESULT_WIDTH, type StepResult } from './step_result';

/** What the host writes before each batch and reads after it. */
export interface ScoredTensors extends Scoring {
  /** i32 (B, L). */
  readonly tokens: Tensor;
  /** (B, L, V); after a forward list that trains, their gradient. */
  readonly logits: Tensor;
}

/** A plan that scores batches of one shape, and its ring of results. */
export class ScoredPlan {
  readonly plan: Plan;
  readonly shape: BatchShape;
  readonly #tensors: ScoredTensors;
  readonly #V: number;
  #pending = 0;

  /** `V`: tokens of the vocabulary. */
  constructor(plan: Plan, shape: BatchShape, tensors: ScoredTensors, V: number) {
    this.plan = plan;
    this.shape = shape;
    this.#tensors = tensors;
    this.#V = V;
  }

  /** Writes a batch, whose result takes the next slot. Throws BatchError; then nothing has changed. */
  write(batch: Batch): void {
    if (this.#pending >= RESULT_SLOTS) throw new RangeError(`results must be read every ${RESULT_SLOTS} steps`);
    const scored = checkBatch(batch, this.shape, this.#V);
    const { tokens, targets, scoring, cursor } = this.#tensors;
    this.plan.write(tokens, batch.tokens);
    this.plan.write(targets, batch.targets);
    this.plan.write(scoring, Float64Array.of(1 / Math.max(1, scored), 0, 0, 0));
    this.plan.write(cursor, Int32Array.of(this.#pending, 0, 0, 0));
    this.#pending++;
  }

  /** The batch written last was stopped: it has no result. */
  forget(): void {
    this.#pending--;
  }

  /** Results of all batches since the last call, in order. Rejects when the device is lost. */
  async results(): Promise<StepResult[]> {
    const count = this.#pending;
    this.#pending = 0;
    if (count === 0) return [];
    const values = await this.plan.read(this.#tensors.results, count * RESULT_WIDTH);
    return Array.from({ length: count }, (_, slot) => {
      const [loss = Number.NaN, scored = 0, correct = 0, gradientNorm = 0] = values.slice(slot * RESULT_WIDTH);
      return { loss: scored > 0 ? loss : Number.NaN, scored, correct, gradientNorm };
    });
  }

  /**
   * The likeliest token after each of the first `rows` tokens of the batch whose forward list ran last. What is not scored has no
   * gradient: there it is 0. Rejects when the device is lost.
   */
  async likeliest({ targets }: Batch, rows: number): Promise<Int32Array> {
    const gradients = await this.plan.read(this.#tensors.logits, rows * this.#V);
    return likeliestOfGradients(gradients, targets.subarray(0, rows), 1 / Math.max(1, countScored(targets)), this.#V);
  }

  destroy(): void {
    this.plan.destroy();
  }
}
