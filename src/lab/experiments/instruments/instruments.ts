import type { Model } from '../../../models/model';
import type { Batch, OpenTask } from '../../../tasks/task';
import type { ContenderConfig, TrainingConfig } from '../../config/config';

/**
 * What an experiment works with. Types alone, so that the page, which lists the experiments, ships no engine. Everything here throws
 * the reason of the run's signal once that is aborted.
 */
export interface Instruments {
  /** What the numbers on its device are. */
  readonly numbers: Numbers;
  /**
   * Finds what is wrong with training any of these, each by itself, before the first has trained. Nothing is allocated. Throws
   * ModelError, MemoryError, with the name.
   */
  checkTraining(contenders: readonly ContenderConfig[], task: OpenTask, batch: number): void;
  /** Builds a contender. The caller destroys it. Throws ModelError, MemoryError. */
  contender(job: TrainingJob): Promise<Trainee>;
  /** What a training step costs; with fresh weights, on which that does not depend. */
  timeTraining(name: string, model: Model, shape: StepShape): Promise<StepCost>;
  /**
   * What the next token costs at several positions, with fresh weights. One group at each position in turns, so that what disturbs
   * the machine disturbs all positions alike. The groups lie around their position, the middle one ends there (or later, where there
   * is no room before it). `onTurn` receives the share done.
   */
  samplePositions(
    model: Model,
    positions: readonly number[],
    how: SampleGroups,
    onTurn: (done: number) => void,
  ): Promise<SampledCost[]>;
}

export type Numbers = 'float32' | 'float64';

export interface TrainingJob {
  readonly task: OpenTask;
  readonly contender: ContenderConfig;
  readonly training: TrainingConfig;
}

/** What the last validation said. */
export interface Trained {
  /** Nats per scored token; null if it diverged, or was not validated yet. */
  readonly loss: number | null;
  /** Share of scored tokens. */
  readonly accuracy: number | null;
  readonly diverged: boolean;
}

/** A contender of an experiment, on the device. */
export interface Trainee {
  readonly model: Model;
  /** Done so far. */
  readonly steps: number;
  /** Wall-clock of those steps. */
  readonly seconds: number;
  /** Trains until it has done `goal` steps in all, or diverges. `onTurn` receives the share of all its steps done, after every turn. */
  trainUpTo(goal: number, onTurn: (done: number) => void): Promise<Trained>;
  /** Accuracy on fresh sequences of the task's length, read with carried state. */
  score(task: OpenTask, limits: TestLimits): Promise<TestScore>;
  /** Gradients at batches of its own shape, as its weights are then. The caller destroys it first. Throws MemoryError. */
  probe(): Promise<Probe>;
  destroy(): void;
}

export interface Probe {
  /** (L), by token: ‖∂ loss at `position` / ∂ embedding of the token‖, mean over the batch; 0 after `position`. */
  norms(batch: Batch, position: number): Promise<Float64Array>;
  destroy(): void;
}

/** How much a test at one length may take. */
export interface TestLimits {
  /** Tokens read at one length, all sequences together, where that leaves at least `fewest` of them. */
  readonly tokens: number;
  readonly fewest: number;
  readonly most: number;
  /** Carried state of all sequences read side by side. */
  readonly state_megabytes: number;
}

export type TestScore =
  | {
      readonly status: 'measured';
      readonly accuracy: number;
      readonly scored: number;
      /** Sequences read: answers within one are not independent. */
      readonly sequences: number;
      readonly seconds: number;
    }
  /** A piece of it would hold the adapter too long, or it is too large. */
  | { readonly status: 'out of time budget' | 'out of memory budget' }
  /** Its loss is no finite number, and so its answers come from logits that are none either. */
  | { readonly status: 'diverged' };

export interface StepShape {
  readonly B: number;
  readonly L: number;
  /** Timed samples; the median counts. */
  readonly samples: number;
}

/** Milliseconds of a step (median, 10th, and 90th percentile), and bytes that it plans; null: not measured. */
export type StepCost = {
  readonly milliseconds: number | null;
  readonly p10: number | null;
  readonly p90: number | null;
  readonly bytes: number | null;
  readonly status: 'measured' | 'out of memory' | 'out of time budget';
};

export interface SampleGroups {
  readonly naive: boolean;
  /** Tokens of a group: chosen on the device one after another, then read once. */
  readonly tokens: number;
  /** Groups at each position. */
  readonly samples: number;
  /** About what one position may take; slower ones get fewer groups, and positions behind them are left out. */
  readonly seconds: number;
  readonly seed: number;
}

/** What a token costs at a position: milliseconds and bytes as in a StepCost. */
export type SampledCost = StepCost & { readonly position: number };
