import type { Model } from '../../../models/model';
import type { Batch, OpenTask } from '../../../tasks/task';
import type { ContenderConfig, TrainingConfig } from '../../config/config';
import type { InductionScores, PositionScores } from '../../inspect/inspection';
import type { Stages } from '../../race/stages';

/**
 * The instruments of an experiment. Types alone: the page lists the experiments and ships no engine. Once the run's signal is
 * aborted, every call throws its reason.
 */
export interface Instruments {
  readonly numbers: NumberType;
  /**
   * Checks that each of these can be trained by itself, before the first has trained. Allocates nothing. Throws ModelError,
   * MemoryError, with the name.
   */
  checkTraining(contenders: readonly ContenderConfig[], task: OpenTask, batch: number): void;
  /** Builds a contender. The caller destroys it. Throws ModelError, MemoryError. */
  contender(job: TrainingJob): Promise<Trainee>;
  /** The cost of a training step. The weights are fresh; the cost does not depend on them. */
  timeTraining(name: string, model: Model, shape: StepShape): Promise<StepCost>;
  /**
   * The cost of the next token at several positions, with fresh weights. Each round times one group at every position, so that
   * disturbances of the machine hit all positions alike. A group ends at its position, or later if there is no room before it, and
   * is repeated there until the wait for its answer is small. `onTurn` receives the share done.
   */
  samplePositions(
    model: Model,
    positions: readonly number[],
    how: SampleGroups,
    onTurn: (done: number) => void,
  ): Promise<SampledCost[]>;
}

export type NumberType = 'float32' | 'float64';

export interface TrainingJob {
  readonly task: OpenTask;
  readonly contender: ContenderConfig;
  readonly training: TrainingConfig;
  /** Absent: all sequences have the task's length. */
  readonly stages?: Stages;
}

export interface Trained {
  /** Nats per scored token; null if it diverged or was not validated yet. */
  readonly loss: number | null;
  /** Share of scored tokens. */
  readonly accuracy: number | null;
  readonly diverged: boolean;
}

/** A contender of an experiment, on the device. */
export interface Trainee {
  readonly model: Model;
  readonly steps: number;
  /** Wall-clock of those steps. */
  readonly seconds: number;
  /** Trains until it has done `goal` steps in all, or diverges. After every turn `onTurn` receives the share of all its steps. */
  trainUpTo(goal: number, onTurn: (done: number) => void): Promise<Trained>;
  /** Accuracy on fresh sequences of the task's length, read with carried state. */
  score(task: OpenTask, limits: TestLimits): Promise<TestScore>;
  /** Gradients at batches of its shape, with its current weights. The caller destroys it first. Throws MemoryError. */
  probe(): Promise<GradientNorms>;
  /** Looks at what it makes of the tokens before, with its current weights. The caller destroys it first. Throws MemoryError. */
  observer(): Promise<Observer>;
  destroy(): void;
}

export interface GradientNorms {
  /** (L), by token: ‖∂ loss at `position` / ∂ embedding of the token‖, mean over the batch; 0 after `position`. */
  norms(batch: Batch, position: number): Promise<Float64Array>;
  /** Norms below this share of the largest say nothing: they are rounding. */
  readonly rounding: number;
  destroy(): void;
}

export interface Observer {
  /** Throws TaskError if it diverged. */
  look(): Promise<Observed>;
  destroy(): void;
}

export interface Observed {
  readonly positions: PositionScores;
  /** Null where it has no matrix, or the vocabulary or the sequence is too short (see lab/inspect/induction). */
  readonly induction: InductionScores | null;
}

/** Limits of a test at one length. */
export interface TestLimits {
  /** Tokens of all sequences at one length, if that gives at least `fewest` sequences. */
  readonly tokens: number;
  readonly fewest: number;
  readonly most: number;
  /** Bytes of carried state of all sequences read side by side. */
  readonly state_megabytes: number;
}

export type TestScore =
  | {
      readonly status: 'measured';
      readonly accuracy: number;
      readonly scored: number;
      /** Sequences read. Answers within one are not independent. */
      readonly sequences: number;
      readonly seconds: number;
    }
  /** A piece would hold the adapter too long, or needs too much memory. */
  | { readonly status: 'out of time budget' | 'out of memory budget' }
  /** Its loss is not finite, so neither are the logits of its answers. */
  | { readonly status: 'diverged' };

export interface StepShape {
  readonly B: number;
  readonly L: number;
  /** Timed samples; results are medians. */
  readonly samples: number;
}

/** Milliseconds of a step (median, 10th, and 90th percentile), and bytes of its plan; null: not measured. */
export type StepCost = {
  readonly milliseconds: number | null;
  readonly p10: number | null;
  readonly p90: number | null;
  readonly bytes: number | null;
  readonly status: 'measured' | 'out of memory' | 'out of time budget';
};

export interface SampleGroups {
  readonly naive: boolean;
  /** Tokens of a group: the device chooses them one after another; the host reads them once. */
  readonly tokens: number;
  /** Groups at each position. */
  readonly samples: number;
  /** Estimated time limit for one position. A slower one gets fewer groups, and later positions are left out. */
  readonly seconds: number;
  readonly seed: number;
}

/** The cost of a token at a position: milliseconds, without the idle round trip of their group, and bytes as in a StepCost. */
export type SampledCost = Omit<StepCost, 'status'> & {
  readonly position: number;
  /** Median milliseconds, idle, measured beside each group; null: not measured. */
  readonly round_trip: number | null;
  /** 'mostly waited': the answers took longer than the work, which says nothing about a token. */
  readonly status: StepCost['status'] | 'mostly waited';
};
