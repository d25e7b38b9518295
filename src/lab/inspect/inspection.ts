import type { BlockView } from '../../models/view';
import type { StageLoss } from '../race/snapshot';

/**
 * Most tokens of an inspection. Of a longer sequence it has the last ones, at their positions; the model reads none of the earlier ones.
 */
export const MOST_TOKENS = 256;

/** Most tokens of the sequences of a task that are scored by position. */
export const MOST_SCORED = 4096;

/** The sequence to inspect: one of the task's, or a text of the visitor's. */
export type InspectInput =
  | { readonly kind: 'example'; readonly index: number }
  | { readonly kind: 'text'; readonly text: string };

export interface InspectRequest {
  readonly contender: number;
  readonly input: InspectInput;
  /** The token whose reach is computed, from 0 among the inspected tokens; null: the last. */
  readonly position: number | null;
  /** Measures the loss by position, too. */
  readonly positions?: true | undefined;
}

/** What a contender computed for one sequence of L tokens, on one token axis. */
export interface Inspection {
  /** Tokens left out at the beginning, because the sequence has more than MOST_TOKENS. */
  readonly omitted: number;
  /** (L): the tokens as text. */
  readonly glyphs: readonly string[];
  /** (L): the target after each token; null where nothing is scored. */
  readonly targets: readonly (string | null)[];
  /** (L): the likeliest next tokens, most likely first. `right`: it is the target; two tokens may look alike. */
  readonly predictions: readonly (readonly {
    readonly glyph: string;
    readonly probability: number;
    readonly right: boolean;
  }[])[];
  /** (L): nats of the target; NaN where nothing is scored. */
  readonly loss: Float32Array;
  /** In the order of the model. */
  readonly blocks: readonly { readonly title: string; readonly views: readonly BlockView[] }[];
  /** How strongly each token's embedding moves the prediction after `position`. */
  readonly reach: {
    readonly position: number;
    /**
     * (L): ‖∂ loss at `position` / ∂ embedding of each token‖; zero after `position`. Where nothing is scored there, the loss
     * is that of the likeliest next token.
     */
    readonly norms: Float32Array;
    /** The receptive field in tokens; null: the whole sequence. */
    readonly receptiveField: number | null;
  };
  /** Null unless asked for, and where sequences of the task have more than MOST_SCORED tokens. */
  readonly positions: PositionScores | null;
  /** Null if the vocabulary has fewer than 4 tokens, a sequence of the task fewer than 8, or no block has a matrix. */
  readonly induction: InductionScores | null;
}

/** Loss and accuracy of each position over validation sequences of the task, L tokens long. */
export interface PositionScores {
  readonly sequences: number;
  /** (L): the mean, in nats; NaN where nothing is scored. */
  readonly loss: Float32Array;
  /** (L): from 0 to 1; NaN where nothing is scored. */
  readonly accuracy: Float32Array;
  /** The losses at the steps at which the length grew, at positions of the same sequences; absent: it did not. */
  readonly before?: readonly StageLoss[] | undefined;
  /** What the task names. */
  readonly measures: readonly {
    readonly name: string;
    readonly help: string;
    readonly of: 'loss' | 'accuracy';
    readonly value: number;
    /** Standard error over the sequences. */
    readonly error: number;
  }[];
}

/**
 * How much each head attends like an induction head (Olsson et al. 2022, In-context Learning and Induction Heads). The model
 * reads different random tokens twice. The score is the mean share that a token of the second copy takes from the token after
 * its first occurrence. For implied attention, shares are of the absolute values of a row.
 */
export interface InductionScores {
  /** Tokens of a copy. */
  readonly tokens: number;
  /** One for each matrix of each block; `key` is that of its view. */
  readonly scores: readonly {
    readonly block: number;
    readonly key: string;
    readonly title: string;
    /** From 0 to 1. */
    readonly score: number;
  }[];
  /** Score of a head that attends equally to all tokens so far. */
  readonly chance: number;
}
