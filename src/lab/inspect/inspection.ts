import type { View } from '../../models/view';

/** The sequence to look at: one of the task's own, or a text of the visitor's. */
export type InspectInput =
  | { readonly kind: 'example'; readonly index: number }
  | { readonly kind: 'text'; readonly text: string };

export interface InspectRequest {
  readonly contender: number;
  readonly input: InspectInput;
  /** The token whose reach is asked for, counted from 0; null: the last. */
  readonly position: number | null;
}

/** What a contender computed for one sequence of L tokens: all on the same token axis. */
export interface Inspection {
  /** (L): how the tokens look. */
  readonly glyphs: readonly string[];
  /** (L): what should be said after each token; null where nothing is scored. */
  readonly targets: readonly (string | null)[];
  /** (L): the likeliest next tokens, most likely first. */
  readonly predictions: readonly (readonly { readonly glyph: string; readonly probability: number }[])[];
  /** (L): nats of the target; NaN where nothing is scored. */
  readonly loss: Float32Array;
  /** In the order of the model. */
  readonly blocks: readonly { readonly title: string; readonly views: readonly View[] }[];
  /** How strongly each token's embedding moves what is predicted after `position`. */
  readonly reach: {
    readonly position: number;
    /** (L): ‖∂ loss at `position` / ∂ embedding of each token‖; zero after `position`. */
    readonly norms: Float32Array;
    /** Tokens back that the model can see at all; null: all. */
    readonly receptiveField: number | null;
  };
}
