import type { Backend, Stop } from '../../gpu/backend';
import type { ParameterArena } from '../../models/arena';
import { countParameters, receptiveField, samplingFlops, trainingFlops } from '../../models/cost';
import type { Model } from '../../models/model';
import type { ContenderConfig, TrainingConfig } from '../config/config';
import { modelOf } from '../config/model_of';
import { learningRate } from '../config/schedule';
import { nextValidation, type Validations } from '../config/validation_schedule';
import type { Answered, ContenderReport } from '../worker/protocol';
import { placeBrought, type RaceMaterials } from './brought_weights';
import type { ContenderStatus } from './contender_status';
import type { CurvePoints } from './curve';
import { answeredAt, evaluate } from './evaluate';
import { drawn } from './initial_weights';
import { pointsOfSteps } from './points_of_steps';
import {
  type ContenderSnapshot,
  type CurveOffset,
  SNAPSHOT_MILLISECONDS,
  type StageLoss,
  type TrainerSnapshot,
} from './snapshot';
import { StageLosses } from './stage_losses';
import { batchAt, endOfStage, lastStage, positionAt, type Stages, shapeOf, stageAt } from './stages';
import { isDiverged, type StepResult } from './step_result';
import { StillModel } from './still_model';
import { Trainer } from './trainer';
import { stepsOfTurn } from './turns';
import { validated } from './validated';
import type { StageWork } from './work';

interface HeldSteps {
  /** Without what the validation finds. */
  readonly points: CurvePoints;
  /** They end with a validation. */
  readonly due: boolean;
}

/** The last copy of the weights, and what belongs to it. */
interface Copy extends Pick<ContenderSnapshot, 'seconds' | 'waiting'> {
  readonly trainer: TrainerSnapshot;
}

interface MakeOptions {
  /** Pipelines that are compiled, and all of them. */
  readonly progress?: (done: number, total: number) => void;
  readonly validations?: Validations;
  readonly materials?: RaceMaterials;
  /** The task asks for answers, and each evaluation tells some of them. */
  readonly answers?: boolean;
}

/** One contender of a run: its trainer, how far it is, and what it costs. */
export class Contender {
  readonly model: Model;
  readonly report: ContenderReport;
  status: ContenderStatus = 'ready';
  steps = 0;
  /** Wall-clock of its own training turns. */
  seconds = 0;
  /** Training stops at this step, for now. */
  goal = 0;
  /** What it said in its last evaluation; undefined: nothing yet, or the task does not ask. */
  answered: Answered | undefined;
  #offset: CurveOffset | undefined;
  readonly #placed: Trainer | StillModel;
  readonly #stages: Stages;
  readonly #losses: StageLosses;
  readonly #work: readonly StageWork[];
  readonly #training: TrainingConfig;
  readonly #validations: Validations;
  readonly #answers: boolean;
  #millisecondsPerStep: number | undefined;
  #snapshot: Copy | undefined;
  #snapshotAt = performance.now();
  /** Trained steps whose points wait for their validation. */
  #held: HeldSteps | undefined;

  private constructor(
    model: Model,
    placed: Trainer | StillModel,
    stages: Stages,
    losses: StageLosses,
    training: TrainingConfig,
    { validations = 'spaced', answers = false }: MakeOptions,
  ) {
    this.model = model;
    this.#placed = placed;
    this.#stages = stages;
    this.#losses = losses;
    this.#work = stages.map(({ from, task: { length }, B }) => ({
      from,
      tokens: B * length,
      flops: trainingFlops(model, length),
    }));
    this.#training = training;
    this.#validations = validations;
    this.#answers = answers;
    this.report = {
      parameters: countParameters(model),
      trainingFlops: trainingFlops(model, lastStage(stages).task.length),
      samplingFlops: samplingFlops(model, 0),
      plannedBytes: placed.plannedBytes,
      dispatchesPerStep: placed.dispatchesPerStep,
      receptiveField: receptiveField(model),
    };
  }

  /** Throws ModelError, MemoryError, and for brought weights what placeBrought throws. */
  static async make(
    backend: Backend,
    config: ContenderConfig,
    stages: Stages,
    training: TrainingConfig,
    options: MakeOptions = {},
  ): Promise<Contender> {
    const { progress, materials } = options;
    const model = modelOf(config, stages[0].task.vocabulary.size);
    const { weights, frozen, name } = config;
    const losses = new StageLosses(backend, stages);
    const place =
      weights === undefined || !materials
        ? undefined
        : (parameters: ParameterArena) => placeBrought(materials, weights, model, name, parameters);
    if (frozen && place) {
      const still = new Contender(
        model,
        await StillModel.make(backend, model, name, place),
        stages,
        losses,
        training,
        options,
      );
      still.status = 'frozen';
      return still;
    }
    const { dropout: rate = 0, seed } = training;
    const first = place ?? drawn(model, seed);
    const trainer = await Trainer.make(backend, model, shapeOf(stages[0]), first, {
      progress,
      name,
      dropout: { rate, seed },
      evaluates: shapeOf(lastStage(stages)),
      carries: stages[0].streams,
    });
    return new Contender(model, trainer, stages, losses, training, options);
  }

  /** Its weights on the device. */
  get parameters(): ParameterArena {
    return this.#placed.parameters;
  }

  /** Where the length grew so far. */
  get stageLosses(): readonly StageLoss[] {
    return this.#losses.kept;
  }

  /** Throws for a frozen contender, which has no turns. */
  get trainer(): Trainer {
    if (this.#placed instanceof Trainer) return this.#placed;
    throw new Error('a frozen contender does not train');
  }

  get active(): boolean {
    const able = this.status === 'ready' || this.status === 'training' || this.status === 'paused';
    return able && (this.steps < this.goal || this.#held !== undefined);
  }

  /** Marks it as training; false if it already was. */
  begin(): boolean {
    if (this.status === 'training') return false;
    this.status = 'training';
    return true;
  }

  /**
   * Trains for one turn, validates if that is due, and returns the new points of its curve. Undefined: `stop` came before any.
   * A later turn repeats the interrupted work, so the curve is the same.
   */
  async trainTurn(stop?: Stop): Promise<CurvePoints | undefined> {
    this.#held ??= await this.#train(stop);
    if (!this.#held) return undefined;
    const { points, due } = this.#held;
    const validation = due ? await this.#validate(stop) : undefined;
    if (due && !validation) return undefined;
    this.#held = undefined;
    if (validation && isDiverged(validation)) this.status = 'diverged';
    if (this.status !== 'diverged' && this.steps >= this.#training.steps) this.status = 'finished';
    return validation ? validated(points, validation) : points;
  }

  async #train(stop: Stop | undefined): Promise<HeldSteps | undefined> {
    const stage = stageAt(this.#stages, this.steps);
    const compared = this.#validations === 'spaced';
    if (compared && !(await this.#losses.measure(this.model, this.parameters, this.steps, stop))) return undefined;
    await this.trainer.reshape(shapeOf(stage));
    const validateAt = nextValidation(this.#training, this.#validations, this.steps);
    const ready = Math.min(validateAt, this.goal, endOfStage(this.#stages, this.steps)) - this.steps;
    const most = Math.min(stepsOfTurn(this.#millisecondsPerStep), ready);
    const started = performance.now();
    let count = 0;
    while (count < most) {
      const step = this.steps + count;
      const hyper = { ...this.#training, lr: learningRate(this.#training, step) };
      if (!(await this.trainer.step(batchAt(stage, step), hyper, stop, positionAt(stage, step)))) break;
      count++;
    }
    if (count === 0) return undefined;
    const results = await this.trainer.results();
    const elapsed = performance.now() - started;
    this.#millisecondsPerStep = elapsed / count;
    const secondsBefore = this.seconds;
    const stepsBefore = this.steps;
    this.seconds += elapsed / 1000;
    this.steps += count;
    const diverged = results.findIndex(isDiverged);
    if (diverged >= 0) {
      this.status = 'diverged';
      this.steps = stepsBefore + diverged + 1;
    }
    const due = diverged < 0 && this.steps === validateAt;
    const points = pointsOfSteps(diverged < 0 ? results : results.slice(0, diverged), stepsBefore, {
      seconds: [secondsBefore, this.seconds],
      work: this.#work,
      offset: this.#offset,
    });
    return { points, due };
  }

  /**
   * Copies its weights from the device if the last copy is old enough, it has finished, or `now` is true. Returns whether it
   * did. Rejects when the device is lost.
   */
  async takeSnapshot(now = false): Promise<boolean> {
    const due = now || this.status === 'finished' || performance.now() - this.#snapshotAt >= SNAPSHOT_MILLISECONDS;
    if (!due || this.status === 'frozen' || this.status === 'diverged') return false;
    const waiting = this.#held?.points;
    const { trainer } = this.#snapshot ?? {};
    const same = (trainer?.steps ?? 0) === this.steps;
    if (same && this.#snapshot?.waiting === waiting) return false;
    const copied = same && trainer ? trainer : await this.trainer.takeSnapshot();
    this.#snapshot = { trainer: copied, seconds: this.seconds, waiting };
    this.#snapshotAt = performance.now();
    return true;
  }

  /** The last one taken; needs no device. */
  get snapshot(): ContenderSnapshot {
    const { status, goal } = this;
    const { seconds = 0, trainer, waiting } = this.#snapshot ?? {};
    const offset = this.#offset ? { offset: this.#offset } : {};
    const stages = this.stageLosses.length > 0 ? { stages: this.stageLosses } : {};
    return { status, goal, seconds, ...offset, ...stages, trainer, ...(waiting ? { waiting } : {}) };
  }

  /** The last step whose point was given out. */
  get shownSteps(): number {
    return this.steps - (this.#held?.points.step.length ?? 0);
  }

  /** Continues from a snapshot of the same contender. Later steps are trained again. */
  restore({ goal, seconds, offset, stages = [], trainer, waiting }: ContenderSnapshot): void {
    this.#offset = offset;
    this.#losses.kept = stages;
    if (trainer) {
      this.trainer.restore(trainer);
      this.#snapshot = { trainer, seconds, waiting };
      this.#held = waiting && { points: waiting, due: true };
    }
    this.steps = trainer?.steps ?? 0;
    this.seconds = seconds;
    this.goal = goal;
    if (this.status === 'frozen') return;
    // A contender that diverged diverges again, at the same step, after the same points.
    if (this.steps >= this.#training.steps && !this.#held) this.status = 'finished';
    else if (this.steps > 0) this.status = 'paused';
  }

  destroy(): void {
    this.#placed.destroy();
  }

  /** Undefined: `stop` came first. */
  async #validate(stop: Stop | undefined): Promise<StepResult | undefined> {
    const { validation_batches: count } = this.#training;
    const found = await evaluate(this.trainer, lastStage(this.#stages), count, this.#answers, stop);
    if (found) this.answered = answeredAt(this.steps, found);
    return found?.result;
  }
}
