import type { Backend, Stop } from '../../gpu/backend';
import type { HostArray } from '../../gpu/dtype';
import { type Held, holding } from '../../gpu/holding';
import { ParameterArena } from '../../models/arena';
import { ModelError } from '../../models/mixer';
import type { Model } from '../../models/model';
import type { Batch } from '../../tasks/task';
import type { Hyper } from '../config/schedule';
import { type BatchShape, sameShape } from '../recording/batch_shape';
import { recordEvaluation } from './evaluation_recording';
import { joinMoments, joinPages } from './pages';
import { ScoredPlan } from './scored_plan';
import type { TrainerSnapshot } from './snapshot';
import type { StepResult } from './step_result';
import { writeStream } from './stream';
import type { TrainingRecording } from './training_recording';
import { recordStages } from './training_size';

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

export interface TrainerOptions {
  /** Pipelines that are compiled, and all of them. */
  readonly progress?: ((done: number, total: number) => void) | undefined;
  /** What errors call the model. */
  readonly name?: string;
  readonly dropout?: TrainerDropout;
  /** Shape of the batches that are evaluated; absent: that of training at first. */
  readonly evaluates?: BatchShape;
  /** A batch begins with the state that the one before left; evaluations begin without one. By default none does. */
  readonly carries?: boolean;
}

const LISTS = ['forward', 'backward', 'update'] as const;

/** A recording of training, planned. */
interface Planned {
  readonly recording: TrainingRecording;
  readonly scored: ScoredPlan;
}

/** One model in training: recorded, planned, and bound once for a shape of batches; a step writes its batch and replays. */
export class Trainer {
  readonly model: Model;
  readonly parameters: ParameterArena;
  readonly #backend: Backend;
  readonly #options: TrainerOptions;
  readonly #evaluates: BatchShape;
  readonly #held: Held;
  #planned: Planned;
  /** For batches that the plan of training cannot evaluate. */
  #evaluator: ScoredPlan | undefined;
  /** What training goes on from, while there is no plan for its shape. */
  #between: TrainerSnapshot | undefined;
  #steps = 0;

  private constructor(
    backend: Backend,
    model: Model,
    parameters: ParameterArena,
    planned: Planned,
    options: TrainerOptions,
    held: Held,
  ) {
    this.#backend = backend;
    this.model = model;
    this.parameters = parameters;
    this.#planned = planned;
    this.#options = options;
    this.#evaluates = options.evaluates ?? planned.scored.shape;
    this.#held = held;
  }

  /**
   * Records the model for batches of (B, L) and allocates everything that a step needs. `weights`, if a function, is called
   * once there is room. Rejects as it does. Throws MemoryError.
   */
  static async make(
    backend: Backend,
    model: Model,
    shape: BatchShape,
    weights: FirstWeights,
    options: TrainerOptions = {},
  ): Promise<Trainer> {
    const recording = recordOne(backend, model, shape, options);
    return holding(async held => {
      const parameters = held.take(await ParameterArena.make(backend, model, recording.tensors.layout), taken =>
        taken.free(),
      );
      await placeFirst(weights, parameters);
      const planned = await plan(backend, model, shape, parameters, recording, options.progress);
      const trainer = new Trainer(backend, model, parameters, planned, options, held);
      held.take(trainer, taken => taken.#drop());
      await trainer.#makeEvaluator();
      return trainer;
    });
  }

  /** Dispatches of one training step, everything included. */
  get dispatchesPerStep(): number {
    const { plan } = this.#planned.scored;
    return LISTS.reduce((sum, list) => sum + plan.dispatches(list), 0);
  }

  /** Bytes on the device: parameters, gradients and their summands, both moments, activations, batches. */
  get plannedBytes(): number {
    return this.parameters.bytes + this.#planned.scored.plan.bytes + (this.#evaluator?.plan.bytes ?? 0);
  }

  /**
   * Trains on batches of this shape from here on, with the same weights and moments. All results must have been read. Throws
   * MemoryError: then call it again before the next step.
   */
  async reshape(shape: BatchShape): Promise<void> {
    if (!this.#between && sameShape(shape, this.#planned.scored.shape)) return;
    this.#between ??= await this.takeSnapshot();
    this.#drop();
    const recording = recordOne(this.#backend, this.model, shape, this.#options);
    this.#planned = await plan(this.#backend, this.model, shape, this.parameters, recording);
    await this.#makeEvaluator();
    this.#write(this.#between);
    this.#between = undefined;
  }

  /**
   * Takes one training step; resolves when all of it is submitted. False: `stop` came first, and nothing has changed. If nothing is scored
   * the gradient is zero, and the optimiser moves by its moments alone, as torch's does. `position`: of the batch's first token in what
   * its rows have read with one state; at 0 they begin without one. Throws BatchError; then nothing has changed.
   */
  async step(batch: Batch, hyper: Hyper, stop?: Stop, position = 0): Promise<boolean> {
    const { scored, recording } = this.#planned;
    scored.write(batch);
    this.#draw(true);
    const { stream } = recording.tensors;
    if (stream) writeStream(scored.plan, stream, position);
    const { lr, betas, eps, weight_decay, clip_norm } = hyper;
    const corrections = betas.map(beta => 1 - beta ** (this.#steps + 1));
    scored.plan.write(
      recording.tensors.hyper,
      Float64Array.of(lr, ...betas, eps, weight_decay, clip_norm ?? 0, ...corrections),
    );
    const done = await scored.plan.run(LISTS, 1, stop, 1);
    if (done) this.#steps++;
    else scored.forget();
    return done;
  }

  /** A forward pass that keeps loss and accuracy and changes no weight. False: `stop` came first; nothing is kept. Throws BatchError. */
  async evaluate(batch: Batch, stop?: Stop): Promise<boolean> {
    const scored = this.#evaluator ?? this.#planned.scored;
    scored.write(batch);
    if (!this.#evaluator) this.#draw(false);
    const done = await scored.plan.run(['forward'], 1, stop);
    if (!done) scored.forget();
    return done;
  }

  /** What the model says after each of the first `rows` tokens of the batch evaluated last; 0 where nothing is scored. Rejects when the device is lost. */
  likeliest(batch: Batch, rows: number): Promise<Int32Array> {
    return (this.#evaluator ?? this.#planned.scored).likeliest(batch, rows);
  }

  /** Results of all steps and evaluations since the last call, steps first, in order. Rejects when the device is lost. */
  async results(): Promise<StepResult[]> {
    const steps = await this.#planned.scored.results();
    return this.#evaluator ? [...steps, ...(await this.#evaluator.results())] : steps;
  }

  /** Copies from the device everything that training continues from, after the steps submitted so far. Rejects when the device is lost. */
  async takeSnapshot(): Promise<TrainerSnapshot> {
    if (this.#between) return this.#between;
    const steps = this.#steps;
    const { scored, recording } = this.#planned;
    const { pages } = recording.tensors;
    const [parameters, moments] = await Promise.all(
      (['parameters', 'moments'] as const).map(of => Promise.all(pages.map(page => scored.plan.read(page[of])))),
    );
    const weights = { steps, parameters: joinPages(parameters ?? []), moments: joinMoments(moments ?? []) };
    const { stream } = recording.tensors;
    if (!stream) return weights;
    return { ...weights, stream: { B: scored.shape.B, values: await scored.plan.read(stream.kept) } };
  }

  /** Continues from a snapshot of the same model, after `reshape` to the shape that it trains on. Throws ModelError for another model's. */
  restore(snapshot: TrainerSnapshot): void {
    const { steps, parameters, moments, stream } = snapshot;
    const { elements } = this.parameters.layout;
    if (parameters.length !== elements || moments.length !== 2 * elements)
      throw new ModelError(
        `The kept weights belong to another model: ${parameters.length} numbers, not ${elements}. Train it from the start.`,
      );
    this.#steps = steps;
    this.#write(snapshot);
    // The state of another shape waits for its plan.
    if (stream && stream.B !== this.#planned.scored.shape.B) this.#between = snapshot;
  }

  destroy(): void {
    this.#held.free();
  }

  #write({ parameters, moments, stream }: TrainerSnapshot): void {
    const { scored, recording } = this.#planned;
    const own = recording.tensors.stream;
    if (own && stream?.B === scored.shape.B) scored.plan.write(own.kept, stream.values);
    const { elements, pages } = this.parameters.layout;
    let start = 0;
    recording.tensors.pages.forEach((page, index) => {
      const end = start + (pages[index]?.elements ?? 0);
      scored.plan.write(page.parameters, parameters.subarray(start, end));
      const halves = [0, elements].map(half => moments.subarray(half + start, half + end));
      scored.plan.write(page.moments, joinPages(halves));
      start = end;
    });
  }

  /** What dropout draws from, where the plan drops at all. */
  #draw(drops: boolean): void {
    const { scored, recording } = this.#planned;
    const { draw } = recording.tensors;
    const seed = this.#options.dropout?.seed ?? 0;
    if (draw) scored.plan.write(draw, Int32Array.of(seed, this.#steps, drops ? 1 : 0, 0));
  }

  async #makeEvaluator(): Promise<void> {
    const shape = this.#evaluates;
    if (!this.#options.carries && sameShape(shape, this.#planned.scored.shape)) return;
    const recording = recordEvaluation(this.model, shape);
    const made = await recording.plan(this.#backend, [this.parameters]);
    this.#evaluator = new ScoredPlan(made, shape, recording.tensors, this.model.config.vocab_size);
  }

  /** Frees the plans. */
  #drop(): void {
    this.#planned.scored.destroy();
    this.#evaluator?.destroy();
    this.#evaluator = undefined;
  }
}

/** Throws MemoryError. */
function recordOne(
  backend: Backend,
  model: Model,
  shape: BatchShape,
  { name = 'This model', dropout, evaluates, carries }: TrainerOptions,
): TrainingRecording {
  const [[recording] = []] = recordStages(backend, [
    { name, model, dropout: dropout?.rate, shapes: [shape], evaluates: evaluates ?? shape, carries },
  ]);
  if (!recording) throw new Error('nothing was recorded');
  return recording;
}

async function plan(
  backend: Backend,
  model: Model,
  shape: BatchShape,
  parameters: ParameterArena,
  recording: TrainingRecording,
  progress?: TrainerOptions['progress'],
): Promise<Planned> {
  const made = await recording.plan(backend, [parameters], progress);
  return { recording, scored: new ScoredPlan(made, shape, recording.tensors, model.config.vocab_size) };
}
