import type { Backend, Stop } from '../../gpu/backend';
import type { HostArray } from '../../gpu/dtype';
import { type Held, holding } from '../../gpu/holding';
import type { Plan } from '../../gpu/plan';
import { ParameterArena } from '../../models/arena';
import { ModelError } from '../../models/mixer';
import type { Model } from '../../models/model';
import type { Batch } from '../../tasks/task';
import type { Hyper } from '../config/schedule';
import type { BatchShape } from '../recording/batch_shape';
import { checkBatch } from './check_batch';
import { joinMoments, joinPages } from './pages';
import type { TrainerSnapshot } from './snapshot';
import { RESULT_SLOTS, RESULT_WIDTH, type TrainingRecording } from './training_recording';
import { recordAll } from './training_size';

export interface StepResult {
  /** Nats per scored token, mean over the batch; NaN where nothing is scored. */
  readonly loss: number;
  readonly scored: number;
  readonly correct: number;
  /** Global norm before clipping; 0 for an evaluation. */
  readonly gradientNorm: number;
}

/**
 * Whether a step's loss or gradient is not finite although something was scored. Without scored positions there is no loss, and
 * no divergence.
 */
export function isDiverged({ loss, scored, gradientNorm }: StepResult): boolean {
  return (scored > 0 && !Number.isFinite(loss)) || !Number.isFinite(gradientNorm);
}

/** Several results as one: the mean loss over all scored positions. */
export function joinResults(results: readonly StepResult[]): StepResult {
  const asked = results.filter(({ scored }) => scored > 0);
  const scored = asked.reduce((sum, result) => sum + result.scored, 0);
  const loss = asked.reduce((sum, result) => sum + result.loss * result.scored, 0) / scored;
  const correct = asked.reduce((sum, result) => sum + result.correct, 0);
  return { loss, scored, correct, gradientNorm: 0 };
}

/** Values that are dropped in training: their share, and the seed of the masks. */
export interface TrainerDropout {
  readonly rate: number;
  readonly seed: number;
}

/** Values by name, or a function that writes them once there is room. */
export type FirstWeights = ReadonlyMap<string, HostArray> | ((parameters: ParameterArena) => Promise<void>);

async function placeFirst(weights: FirstWeights, parameters: ParameterArena): Promise<void> {
  if (typeof weights === 'function') await weights(parameters);
  else parameters.write(weights);
}

const LISTS = ['forward', 'backward', 'update'] as const;

/** One model in training: recorded, planned, and bound once; a step writes its batch and replays. */
export class Trainer {
  readonly model: Model;
  readonly parameters: ParameterArena;
  readonly #plan: Plan;
  readonly #shape: BatchShape;
  readonly #tensors: TrainingRecording['tensors'];
  /** Of dropout's masks. */
  readonly #seed: number;
  readonly #held: Held;
  #pending = 0;
  #steps = 0;

  private constructor(
    model: Model,
    shape: BatchShape,
    parameters: ParameterArena,
    plan: Plan,
    tensors: TrainingRecording['tensors'],
    seed: number,
    held: Held,
  ) {
    this.model = model;
    this.#shape = shape;
    this.parameters = parameters;
    this.#plan = plan;
    this.#tensors = tensors;
    this.#seed = seed;
    this.#held = held;
  }

  /**
   * Records the model for batches of (B, L) and allocates everything it will ever need. `weights`, if a function, is called
   * once there is room. Rejects as it does. Throws MemoryError, which calls the model `name`.
   */
  static async make(
    backend: Backend,
    model: Model,
    shape: BatchShape,
    weights: FirstWeights,
    progress?: (done: number, total: number) => void,
    name = 'This model',
    dropout: TrainerDropout = { rate: 0, seed: 0 },
  ): Promise<Trainer> {
    const [recording] = recordAll(backend, [{ name, model, dropout: dropout.rate }], shape);
    if (!recording) throw new Error('nothing was recorded');
    return holding(async held => {
      const parameters = held.take(await ParameterArena.make(backend, model, recording.tensors.layout), taken =>
        taken.free(),
      );
      await placeFirst(weights, parameters);
      const { tensors } = recording;
      const plan = held.take(await recording.plan(backend, [parameters], progress), taken => taken.destroy());
      return new Trainer(model, shape, parameters, plan, tensors, dropout.seed, held);
    });
  }

  /** Dispatches of one training step, everything included. */
  get dispatchesPerStep(): number {
    return LISTS.reduce((sum, list) => sum + this.#plan.dispatches(list), 0);
  }

  /** Bytes on the device: parameters, gradients and their summands, both moments, activations, batches. */
  get plannedBytes(): number {
    return this.parameters.bytes + this.#plan.bytes;
  }

  /**
   * Takes one training step; resolves when all of it is submitted. False: `stop` came first, and nothing has changed. If nothing is scored
   * the gradient is zero, and the optimiser moves by its moments alone, as torch's does. Throws BatchError; then nothing has changed.
   */
  async step(batch: Batch, hyper: Hyper, stop?: Stop): Promise<boolean> {
    this.#write(batch, true);
    const { lr, betas, eps, weight_decay, clip_norm } = hyper;
    const corrections = betas.map(beta => 1 - beta ** (this.#steps + 1));
    this.#plan.write(
      this.#tensors.hyper,
      Float64Array.of(lr, ...betas, eps, weight_decay, clip_norm ?? 0, ...corrections),
    );
    const done = await this.#plan.run(LISTS, 1, stop, 1);
    if (done) this.#steps++;
    else this.#pending--;
    return done;
  }

  /** A forward pass that keeps loss and accuracy and changes no weight. False: `stop` came first; nothing is kept. Throws BatchError. */
  async evaluate(batch: Batch, stop?: Stop): Promise<boolean> {
    this.#write(batch, false);
    const done = await this.#plan.run(['forward'], 1, stop);
    if (!done) this.#pending--;
    return done;
  }

  /** Results of all steps and evaluations since the last call, in order. Rejects when the device is lost. */
  async results(): Promise<StepResult[]> {
    const count = this.#pending;
    this.#pending = 0;
    if (count === 0) return [];
    const values = await this.#plan.read(this.#tensors.results, count * RESULT_WIDTH);
    return Array.from({ length: count }, (_, slot) => {
      const [loss = Number.NaN, scored = 0, correct = 0, gradientNorm = 0] = values.slice(slot * RESULT_WIDTH);
      return { loss: scored > 0 ? loss : Number.NaN, scored, correct, gradientNorm };
    });
  }

  /** Copies from the device everything that training continues from, after the steps submitted so far. Rejects when the device is lost. */
  async takeSnapshot(): Promise<TrainerSnapshot> {
    const steps = this.#steps;
    const { pages } = this.#tensors;
    const [parameters, moments] = await Promise.all(
      (['parameters', 'moments'] as const).map(of => Promise.all(pages.map(page => this.#plan.read(page[of])))),
    );
    return { steps, parameters: joinPages(parameters ?? []), moments: joinMoments(moments ?? []) };
  }

  /** Continues from a snapshot of the same model. Throws ModelError for another model's. */
  restore({ steps, parameters, moments }: TrainerSnapshot): void {
    const { elements, pages } = this.parameters.layout;
    if (parameters.length !== elements || moments.length !== 2 * elements)
      throw new ModelError(
        `The kept weights belong to another model: ${parameters.length} numbers, not ${elements}. Reset.`,
      );
    this.#steps = steps;
    let start = 0;
    this.#tensors.pages.forEach((page, index) => {
      const end = start + (pages[index]?.elements ?? 0);
      this.#plan.write(page.parameters, parameters.subarray(start, end));
      const halves = [0, elements].map(half => moments.subarray(half + start, half + end));
      this.#plan.write(page.moments, joinPages(halves));
      start = end;
    });
  }

  destroy(): void {
    this.#held.free();
  }

  #write(batch: Batch, drops: boolean): void {
    if (this.#pending >= RESULT_SLOTS) throw new RangeError(`results must be read every ${RESULT_SLOTS} steps`);
    const scored = checkBatch(batch, this.#shape, this.model.config.vocab_size);
    const { draw } = this.#tensors;
    if (draw) this.#plan.write(draw, Int32Array.of(this.#seed, this.#steps, drops ? 1 : 0, 0));
    this.#plan.write(this.#tensors.tokens, batch.tokens);
    this.#plan.write(this.#tensors.targets, batch.targets);
    this.#plan.write(this.#tensors.scoring, Float64Array.of(1 / Math.max(1, scored), 0, 0, 0));
    this.#plan.write(this.#tensors.cursor, Int32Array.of(this.#pending, 0, 0, 0));
    this.#pending++;
  }
}
