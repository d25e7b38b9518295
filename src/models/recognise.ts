import type { Choice, Field } from '../field';

/** Shapes of a layer's tensors in a file of another program, by their names in the layer. */
export type LayerShapes = ReadonlyMap<string, readonly number[]>;

/** A question that a file leaves open; `usual` is what most files of its kind have. */
export type Question =
  | { readonly kind: 'number'; readonly field: Field; readonly usual: number }
  | { readonly kind: 'choice'; readonly field: Choice; readonly usual: string };

/** Answers to questions, by the keys of their fields: from a config file, or from the visitor. */
export type Answers = Readonly<Record<string, string | number>>;

/** A mixer in such a file. */
export interface Recognised {
  /** The block's keys. Where a question has no answer, they are as usual. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Parameters that a file may lack; they are zero then. */
  readonly optional: readonly string[];
  /** What the shapes leave open. */
  readonly questions?: readonly Question[];
  /** Fixed epsilon of a norm inside the mixer. */
  readonly norm_eps?: number;
}

/** Knows a mixer by shapes at width D; undefined: the tensors are another mixer's. Throws ModelError for an answer that no mixer fits. */
export type Recognise = (shapes: LayerShapes, D: number, answers: Answers) => Recognised | undefined;
