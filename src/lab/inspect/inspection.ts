import type { View } from '../../models/view';

/** Tokens that are looked at, at most: of a longer sequence the last ones, at their positions in it; nothing is known of what came before. */
export const MOST_TOKENS = 256;

/** The sequence to look at: one of the task's own, or a text of the visitor's. */
export type InspectInput =
  | { readonly kind: 'example'; readonly index: number }
  | { readonly kind: 'text'; readonly text: string };

export interface InspectRequest {
  readonly contender: number;
  readonly input: InspectInput;
  /** The token whose reach is asked for, counted from 0 among the tokens looked at; null: the last. */
  readonly position: number | null;
}

/** What a contender computed for one sequence of L tokens: all on the same token axis. */
export interface Inspection {
  /** Tokens of the sequence before the first of these, left out because it has more than MOST_TOKENS. */
  readonly omitted: number;
  /** (L): how the tokens look. */
  readonly glyphs: readonly string[];
  /** (L): what should be said after each token; null where nothing is scored. */
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
  readonly blocks: readonly { readonly title: string; readonly views: readonly View[] }[];
  /** How strongly each token's embedding moves what is predicted after `position`. */
  readonly reach: {
    readonly position: number;
    /**
     * (L): ‖∂ loss at `position` / ∂ embedding of each token‖; zero after `position`. Where nothing is scored there, the loss
     * is that of the likeliest next token.
     */
    readonly norms: Float32Array;
    /** Tokens back that the model can see at all; null: all. */
    readonly receptiveField: number | null;
  };
  /** Null: the vocabulary has fewer than 4 tokens, the task fewer than 8 a sequence, or no block has a matrix. */
  readonly induction: InductionScores | null;
}

/**
 * How much each head looks where an induction head would (Olsson et al. 2022, In-context Learning and Induction Heads): on random
 * tokens, all different, read twice over, the mean share that the tokens of the second copy take from the token after their
 * first occurrence. Of a matrix that implies attention, the share of the absolute values of its row.
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
  /** Score of a head that looks at all tokens so far alike. */
  readonly chance: number;
}
